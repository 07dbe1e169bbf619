"""The reading page.

The data's way: `networks` (which are asked) and `request` (what they are asked, from
the URL or the fields that `form` draws) → `cache` (asks, once) → the tabs: `try_it`
with `candidates`, `ablations` with `only_one`, `mistakes` with `questions` and
`clickable_bars`, `results` with `by_question`, `how_it_works`, `look_inside/`,
`characters/`, `data/`. `ablation_table` is on two tabs. `guide` has its
`guide_answers`.
"""
