"""The Train tab of every experiment.

`panel` (the tab), `form` (starts a run) with `settings_link` (its settings in the
link), `own_data` (the user's own file, and a forecast) and `fetch` (published data that
is missing), `starting` (once, and the same again), `live` (the run as it trains) with
`curves`, `samples`, `control` (Pause, Stop, Resume), `steering` (learning rate and
single steps), `afterwards` (the buttons of a run that has ended), `describe` (its name
and notes), `status` (a run's progress in figures) and `following` (its events as they
grow), `export` (its curve as a file).
"""
