"""Data that comes from outside.

`sources` (published data sets and their digests), `download` (the only code that opens
a connection), `text` (a file as text), `vocabulary` (characters as numbers), `glove`
(word vectors), `typos` (words as slips of the fingers make them).
"""
