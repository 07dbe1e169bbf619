"""What looks into a reading network, at its mistakes, or at SQuAD.

Into the network: `occlusion` (each word deleted), `span_surface` (all pairs of start
and end), `character_map` (char2vec in the plane) with `principal` (in space), `typos`
(a misspelled question), `excerpt` (parts of a context). Mistakes: `outcomes` (every dev
question), `tallies` (counted by type and length), `question_types`, `mistakes`,
`dev_questions`, `ablations`. SQuAD: `statistics` with `counting`. `published` (other
people's figures), `samples` (paragraphs that we wrote); `shipping` with `example` (what
a checkpoint carries to be shown at once).
"""
