"""What more than one page needs. Views import it, the engine never does.

`frame` (config, menu, title), `tabs`, `notices` (errors as sentences), `loading`
(models and cards, cached), `networks` (which checkpoint is asked), `cards`,
`pickers` and `url_state` (what the address keeps), `sampling` (sampling settings),
`downloads`, `format` (numbers in words), `palette` (colours), `results` and
`how_it_works` (what these tabs share). Wings: `charts/`, `text/`, `training/`.
"""
