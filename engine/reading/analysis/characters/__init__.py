"""What a reading network knows of characters.

`character_map` (char2vec in the plane) with `principal` (in space), and `typos` (a
misspelled question).
"""
