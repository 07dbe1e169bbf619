"""Pieces of pages, each with `draw()`; not pages of their own."""
