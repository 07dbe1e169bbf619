"""What looks into a language model, or compares several.

`units` (what a hidden unit follows), `branch` (going on from another character),
`compare` (two models on one text), `duel` (all models on one prompt), `figures` (the
cards of all checkpoints), `published` (other people's figures); `shipping` with
`example` and `exhibit` (what a checkpoint carries to be shown at once).
"""
