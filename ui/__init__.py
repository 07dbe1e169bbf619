"""What several pages share. Views import it, the engine never does.

`frame` (config, menu, title) with `copy_link` and the `classroom` view, `tabs`,
`notices` (errors as sentences), `loading` (models and cards, cached), `networks`
(pickers of checkpoint and epoch), `cards`, `pickers` and `url_state` (state in the
URL), `player` (what is computed step by step), `sampling` (sampling settings),
`guide` (a strip that leads through a page) with its `stops` and the `teacher_sheet`,
`scrolling` (a part of the page comes into view),
`downloads` (CSV, JSON), `sharing` (a network as a ZIP, and its import), `format`
(numbers as text), `palette` (colours), `results` and `how_it_works` (shared parts of
these tabs). Wings: `links/`, `charts/`, `text/`, `training/`.
"""
