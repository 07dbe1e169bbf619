"""BiDAF, which answers questions about a passage, its ablations, and a better one.

Reading order: `config` (what can be set), `data` (SQuAD and its split), `tokens`
(text to words and back), `examples` (words to numbers, batches), `model` with
`layers` (the network), `train` with `material` (what it learns from), `evaluate`
(asking many questions) with `spans` (which words are the answer) and `scoring` (the
official measure), `predict` (the loaded model) with `answers` (its result),
`experiment` (ties them together). Extras: `char2vec` (what characters begin with),
`calibration` (how sure an answer may be called), `measure` (the figures of a card),
`command` (what `./loupe predict` does), `shipping` with `example` and `outcomes`
(what a checkpoint carries), `questions` (their types),
`tallies` (outcomes counted by type), `samples` (paragraphs that we
wrote), `published` (other people's figures).
"""
