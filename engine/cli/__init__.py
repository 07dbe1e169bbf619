"""The command line behind `./loupe`.

`options` reads the words, `commands` does what they ask.
"""
