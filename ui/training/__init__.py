"""The Train tab of every experiment.

`panel` (the tab), `form` (starts a run), `live` (the run while it works) with
`curves`, `samples`, `control` (Stop, Resume), `status` (where a run stands, in words)
and `following` (its events as they grow), `export` (its curve as a file).
"""
