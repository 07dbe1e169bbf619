"""The command line behind `./loupe`.

`options` parses the arguments, `commands` runs the command; `new_run` makes the run of
the command `train`, `sweeping` is all of the command `sweep`.
"""
