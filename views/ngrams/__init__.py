"""The n-grams page.

`try_it` (the duel) with `request` (text and network) and `columns` (one per model),
`results` (what a higher order brings), `how_it_works`.
"""
