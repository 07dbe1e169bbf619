"""The language page.

`try_it` (prompt, settings, buttons) with `request` (what to write, in the session) and
`written_text` (streamed and drawn), `results` with `exhibit` (samples by epoch),
`how_it_works`; `networks` (the models, cached), `charts`. `guide` with its
`guide_answers`. `look_inside/`.
"""
