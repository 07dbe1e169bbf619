"""Trained networks on disk.

`checkpoint` (the folder and its card), `weights` (of a Keras model), `provenance` (from
a finished training to its checkpoint), `publish` (from a run to a published
checkpoint), `learning_curve` (its curve, thinned out), `tables` (Markdown from the
cards).
"""
