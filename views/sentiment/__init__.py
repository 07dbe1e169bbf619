"""The sentiment page.

`request` (the review, for all tabs), `networks`; `try_it` with `stars`, `changes` and
`splitting` (sentences that networks disagree on) and `negation` (a lesson), `results`
with `outcomes` (answers on a whole split), `how_it_works`, `charts`, `guide` with its
`guide_answers`. `look_inside/`, `many_reviews/` (a file of reviews).
"""
