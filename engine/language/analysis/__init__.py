"""Analysis of a language model, and comparison of several.

`trace` (every value while a text is read, and each character's influence), `one_step`
(one unit's gates, one draw), `whole_step` (every number of a small network), `units`
(the trait that a hidden unit follows), `own_traits` (units that follow a pattern or a
span of yours), `holding` (one unit held at a value while the network writes),
`cell` (one step of an LSTM), `memories` (the loss with different memories), `parts`
(the network as a picture), `branch` (continuing from an alternative character),
`compare` (two models on one text), `duel` (all models on one prompt), `figures` (the
losses on all cards), `overfitting` (the lowest loss and the final one), `published`
(published figures); `shipping` with `example` and `exhibit` (files of a shipped
checkpoint that a page shows at once).
"""
