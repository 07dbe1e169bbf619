"""The command line behind `./loupe`.

`options` parses the arguments, `commands` runs the command; `sweeping` is all of the
command `sweep`.
"""
