"""Trained networks on disk.

`checkpoint` (the folder and its card), `weights` (arrays in HDF5), `provenance` (from
a finished training to its checkpoint), `publish` (from a run to a published
checkpoint), `tables` (Markdown from the cards).
"""
