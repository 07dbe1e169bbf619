"""A character-level LSTM that writes, and the n-grams it is compared with.

Reading order: `config`, `data` (text, split, encoding), `model` (the network), `train`
(for fine-tuning after `warm_start`), `evaluate` (nats per character), `writing` (one
compiled step per character, with the weights of `step_weights`), `predict` (the loaded
model) with `piece` (a text with its probabilities), `mixture` (LSTM and n-grams
together), `own_text` (what training on a text takes, and has to beat), `experiment`
(ties them together).

Also `measure` (the figures of a card), `command` (`./loupe predict language`),
`defaults` (length, seed and sampling settings unless given); `measures`, `reference`
and `redaction` (real words, copied runs, and hiding what was copied too far).
Folders: `ngrams/` (Kneser-Ney) and `analysis/`.
"""
