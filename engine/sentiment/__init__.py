"""Networks that judge one movie review, each seeing something else of it.

Reading order: `config` (what can be set, the presets), `trees` (the treebank's
brackets), `tokens` (a person's text split alike), `data` (splits, what counts
once), `encoding` (tokens as numbers), `layers` and `model` (the networks),
`batches`, `train`, `evaluate` (logits and figures), `predict` (the loaded
model) with `reading` (its answer),
`experiment` (ties them together). Extras: `own` (a person's own labelled reviews),
`outcomes` (answers on a whole split, what figures and charts are made of),
`floors` (what needs no network), `calibration` (one temperature), `inside` with
`contributions` and `filters` (why it says so), `agreement` (several answers on one
review), `phrases` (what is behind a chart's cell), `changes` (a review shuffled,
negated, mistyped, cut), `many` (uploads with many reviews), `samples` (reviews
that we wrote), `shipping` with `example` (what a checkpoint carries to be seen at
once), `command` (what `./loupe predict` does), `published` (other people's
figures).
"""
