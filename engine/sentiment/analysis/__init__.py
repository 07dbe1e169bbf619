"""Why a sentiment network answers as it does, and where it is wrong.

`occlusion` (words and characters removed; integrated gradients), `contributions`
(exact, for bags of words), `filters` (of the character CNN), `agreement` (of several
networks on one review), `changes` (shuffled, negated, misspelled, cut reviews),
`phrases` (behind a cell of the confusion matrix), `published` (other people's figures);
`shipping` with `example` (what a checkpoint contains besides its weights).
"""
