"""A character-level LSTM that writes, and the n-grams it is held against.

Reading order: `config` (what can be set), `data` (text, split, encoding),
`model` (the network), `train`, `evaluate` (nats per character), `writing` (one
compiled step after the other), `predict` (the loaded model), `experiment` (ties
them together). Extras: `ngram_table` and `ngrams` (Kneser-Ney), `duel` (n-grams
as writers), `measures` (real words, copied runs), `units` (what a hidden unit
follows), `published` (other people's figures).
"""
