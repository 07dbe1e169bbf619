"""Why a sentiment network answers as it does, and where it is wrong.

`occlusion` (words and characters removed; integrated gradients), `contributions`
(exact, for bags of words), `difference` (why one class and not another, word by word),
`agreement` (of several networks on one review), `changes` (shuffled, negated,
misspelled, cut reviews), `negation` (sentences and their negations), `phrases` (behind
a cell of the confusion matrix), `published` (other people's figures); `shipping` with
`example` (what a checkpoint contains besides its weights).

Number by number: `dense` (a word vector's mean, and every dense layer), `attention`
(attention pooling), `convolution` (one filter of the character CNN at one place) beside
`filters` (where each is most active). `parts`: the networks as pictures.
"""
