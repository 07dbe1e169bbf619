"""Data sets, texts and vocabularies.

`sources` (published data sets and their digests), `download` (the only code that opens
a connection), `text` (a file as text), `vocabulary` (characters as numbers), `glove`
(word vectors), `typos` (typing errors).
"""
