"""The images page.

`pictures` (their choice, for all tabs) with `upload`, `paste`, `test_images` and
`framing` (making them square), `networks`; `try_it` with `answer`, `several` and
`confidence`, `augment`, `train` with `collect` (classes from the camera), `results`
with `cell` (of the confusion matrix), `how_it_works`; `charts`, `html`, `choosing`,
`guide` with its `guide_answers`. `look_inside/`.
"""
