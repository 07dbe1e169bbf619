"""The Look inside tab of sentiment.

`tab` arranges `words`, `characters`, `prefixes` (the answer after each word) and
`filters` (of the character CNN).
"""
