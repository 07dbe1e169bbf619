"""The overview.

`card` (one experiment) draws `language` with its living `exhibit`, `reading`,
`sentiment` or `images`; `now` (the active runs), `sources` (the blog posts).
"""
