"""The Train tab of every experiment.

`panel` (the tab), `form` (starts a run), `live` (the run as it trains) with
`curves`, `samples`, `control` (Stop, Resume), `status` (a run's progress in figures)
and `following` (its events as they grow), `export` (its curve as a file).
"""
