"""The reading page.

The data's way: `request` (what is asked, from the URL or the fields that `form` draws)
→ `cache` (asks a network, once) → the tabs: `try_it` with `candidates`, `ablations`
with `only_one`, `mistakes` with `questions` and `clickable_bars`, `results`,
`how_it_works`, `look_inside/`, `characters/`, `data/`.
"""
