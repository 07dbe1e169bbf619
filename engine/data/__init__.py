"""Data sets, texts and vocabularies.

`sources` (published data sets and their digests), `download` (the only code that opens
a connection), `fetching` (downloads in the background), `squad` (SQuAD’s file format),
`text` (a file as text), `lookup` (how words are looked up, with their places in the
text as given), `english` (whether a text is English), `vocabulary` (characters as
numbers), `spelling` (words as rows of them), `glove` (word vectors), `typos` (typing
errors).
"""
