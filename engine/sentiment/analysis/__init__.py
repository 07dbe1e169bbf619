"""Why a sentiment network answers as it does, and where it is wrong.

`occlusion` (words and characters left out), `contributions` (exact, for the bag),
`filters` (of the character CNN), `agreement` (several networks on one review),
`changes` (shuffled, negated, mistyped, cut), `phrases` (behind a cell of a chart),
`published` (other people's figures); `shipping` with `example` (what a checkpoint
carries to be shown at once).
"""
