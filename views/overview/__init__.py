"""The overview.

`card` (one experiment) draws `language`, `reading`, `sentiment` or `images`, and its
`figures`; `now` (the active runs).
"""
