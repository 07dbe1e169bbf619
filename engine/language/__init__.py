"""A character-level LSTM that writes, and the n-grams it is held against.

Reading order: `config` (what can be set), `data` (text, split, encoding),
`model` (the network), `train`, `evaluate` (nats per character), `writing` (one
compiled step after the other), `predict` (the loaded model), `experiment` (ties
them together). Extras: `text` (what a model thought of each character), `measure`
(the figures of a card), `command` (what `./loupe predict` does), `shipping` with
`example` and `exhibit` (what a checkpoint carries to be seen at once), `units`
(what a hidden unit follows), `branch` (going on from another character),
`compare` (two models on one text); `ngram_table`, `ngram_file`, `ngrams`,
`ngram_train` and `ngram_writer` (Kneser-Ney), `duel`, `figures`, `measures`,
`reference` and `shown` (LSTM and n-grams side by side), `published` (other
people's figures).
"""
