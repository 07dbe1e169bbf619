"""The images page.

`pictures` (their choice, for all tabs) with `upload`, `paste` and `test_images`,
`networks`; `try_it` with `answer` and `confidence`, `augment`, `results` with `cell`
(of the confusion matrix), `how_it_works`; `charts`, `html`. `look_inside/`.
"""
