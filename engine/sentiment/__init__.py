"""Networks that classify a movie review, each reading it in a different way.

Reading order: `config`, `trees` (the treebank's brackets), `tokens` (splits a text like
the treebank), `data` (training, validation and test data), `encoding` (tokens to ids
and word vectors), `batching`, `layers`, `model` (the networks), `train`, `evaluate`
(logits of many phrases), `predict` (a loaded network), `answers` (its answer on one
review), `experiment` (ties them together).

Also `own_reviews` (your labelled reviews), `review_file` (a file to classify) with
`labelled` (its true classes), `outcomes` (answers on a whole split), `measure` (the
figures of a card), `baseline` (the most frequent class), `calibration` (the
temperature), `samples` (sample reviews), `command` (`./loupe predict sentiment`).
Wings: `training/`, `analysis/`.
"""
