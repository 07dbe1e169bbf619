"""The language page.

`try_it` (the network writes) with `request` (what was asked of it) and `written_text`,
`results` with `exhibit` (the original post's samples), `how_it_works`; `networks`
(the models, cached), `memory` (what the state is worth), `charts`. `look_inside/`.
"""
