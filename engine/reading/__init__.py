"""BiDAF, which answers questions about a context, its ablations, and one beyond it.

Reading order: `config`, `data` (SQuAD and its split), `tokens` (text to words and
back), `encoding` (words to numbers) and `batching`, `model` with `layers` and
`attention` (the network), `train` with `training_set`, `warm_start` (initial weights)
and `distillation` (teachers), `evaluate` with `spans` (which words
are the answer) and `metrics` (exact match and F1), `predict` (the loaded model) with
`answers` (its result), `experiment` (ties them together).

Also `char2vec` (the initial character embedding), `calibration` (confidence),
`measure` (the figures of a card), `command` (`./loupe predict reading`). Wing:
`analysis/`.
"""
