"""The Look inside tab of language.

`tab` arranges `units` (hidden units over a text) and `surprise` (the loss at each
character), both of one `passage`.
"""
