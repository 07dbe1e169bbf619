"""The Characters tab of reading.

`tab` arranges the `map` of char2vec and `typos` with `typo_answers`.
"""
