"""A character-level LSTM that writes, and the n-grams it is compared with.

Reading order: `config`, `data` (text, split, encoding), `model` (the network), `train`,
`evaluate` (nats per character), `writing` (one compiled step after the other),
`predict` (the loaded model) with `piece` (a text with its probabilities), `experiment`
(ties them together).

Also `measure` (the figures of a card), `command` (`./loupe predict language`),
`defaults` (how it writes unless asked otherwise); `measures`, `reference` and `shown`
(real words, copied runs, and what of a copyrighted text may be shown). Wings:
`ngrams/` (Kneser-Ney) and `analysis/`.
"""
