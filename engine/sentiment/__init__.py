"""Networks that rate a movie review, each reading it in another way.

Reading order: `config`, `trees` (the treebank's brackets), `tokens` (a text split like
the treebank), `data` (splits), `encoding` (tokens to numbers) and `batching`, `layers`
and `model` (the networks), `train`, `evaluate` (logits), `predict` (the loaded model)
with `answers` (its result), `experiment` (ties them together).

Also `own_reviews` (your labelled reviews), `review_file` (a file to be judged),
`outcomes` (answers on a whole split), `measure` (the figures of a card), `baseline`
(the most frequent class), `calibration` (one temperature), `samples` (reviews that we
wrote), `command` (`./loupe predict sentiment`). Wing: `analysis/`.
"""
