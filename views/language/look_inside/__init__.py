"""The Look inside tab of language.

`tab` arranges `units` (hidden units over a text, found by the `finder`), `held_unit`
(one of them held at a value while the network writes), `one_step` (a character through
the `gates` of one unit, or the `whole_step` of a small network; the next one drawn) and
`influence` (of earlier characters), both of one `traced_text`, `surprise` (the loss at
each character), `memory` (how much the state helps) and `epochs` (what it writes as it
learns); `passage` is the text field.
"""
