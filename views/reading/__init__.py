"""The reading page.

`request` (paragraph and question, for all tabs), `cache` (answers kept), `answers`
(of several networks), `networks`, `dev_choice` (a question of SQuAD's dev set);
`try_it` with `candidates`, `ablations` with `only_one` and `clickable_bars`,
`mistakes` with `questions`, `results`, `how_it_works`. `look_inside/`, `characters/`,
`data/`.
"""
