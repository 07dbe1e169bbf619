"""The n-grams page.

`try_it` (the duel) with `request` (text and network), `controls` and `columns` (one
per model), `results` (loss and memory by order), `how_it_works`, `guide` with its
`guide_answers`.
"""
