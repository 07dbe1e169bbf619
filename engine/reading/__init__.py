"""BiDAF, which answers questions about a context, its ablations, and two beyond it.

Reading order: `config`, `data` (SQuAD and its split), `tokens` (text to words and
back), `encoding` (words to numbers), `model` with `layers`, `attention` and
`encoder_block` (the network), `train` with `training/`, `windows` (long contexts),
`evaluate` with `spans` (which words are the answer) and `metrics` (exact match and F1),
`predict` (the loaded model) with `answers` (its result), `experiment` (ties them
together).

Also `calibration` (confidence, and whether there is an answer) with `foreign`
(questions without one), `ensemble` (several networks), `measure` (the figures of a
card), `command` (`./loupe predict reading`). Wings: `training/`, `analysis/`.
"""
