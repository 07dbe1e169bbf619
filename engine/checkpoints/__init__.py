"""Trained networks on disk.

`checkpoint` (the folder and its card), `weights` (arrays in HDF5), `provenance` (what
a card says of code, machine and libraries), `publish` (from a run to a shipped
checkpoint), `tables` (Markdown made from the cards).
"""
