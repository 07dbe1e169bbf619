"""What several pages share. Views import it, the engine never does.

`frame` (config, menu, title), `tabs`, `notices` (errors as sentences), `loading`
(models and cards, cached), `networks` (pickers of checkpoint and epoch), `cards`,
`pickers` and `url_state` (state in the URL), `sampling` (sampling settings),
`downloads` (CSV, JSON), `format` (numbers as text), `palette` (colours), `results` and
`how_it_works` (shared parts of these tabs). Wings: `charts/`, `text/`, `training/`.
"""
