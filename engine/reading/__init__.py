"""BiDAF, which answers questions about a context, its ablations, and one beyond it.

Reading order: `config` (what can be set), `data` (SQuAD and its split), `tokens` (text
to words and back), `examples` (words to numbers), `buckets` (which are learned
together), `model` with `layers` and `attention` (the network), `train` with `material`
(what it learns from), `beginning` (whose weights it may begin with) and `teaching`
(whose answers it may learn), `evaluate`
(asking many questions) with `spans` (which words are the answer) and `scoring` (the
official measure), `predict` (the loaded model) with `answers` (its result),
`experiment` (ties them together). Extras: `char2vec` (what characters begin with) and
`charmap` (a map of it), `calibration` (how sure an answer may be called), `measure`
(the figures of a card), `command` (what `./loupe predict` does), `shipping` with
`example` and `outcomes` (what a checkpoint carries), `questions` (their types),
`tallies` (outcomes counted by type and length), `mistakes` (how wrong answers lie to
the right ones), `dev_questions` (one by one, with what people answered), `excerpt`
(sentences, parts of a context), `surface` (all pairs of beginning and end), `occlusion`
(what deleting each word does), `statistics` (SQuAD in numbers) with `counting`, `typos`
(a question misspelled), `ablations` (what one alone gets right), `samples` (paragraphs
that we wrote), `published` (other people's figures).
"""
