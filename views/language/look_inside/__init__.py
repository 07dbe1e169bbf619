"""The Look inside tab of language.

`tab` arranges `units` (hidden units over a text) and `surprise` (what each character
cost), both of one `passage`.
"""
