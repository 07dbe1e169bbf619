"""What a checkpoint carries to be shown at once, and other people's figures.

`published`; `shipping` with `example`.
"""
