"""What looks into an image network or at its mistakes.

`inside` (Grad-CAM, occlusion, filters), `alterations` (sliders and curves), `nearest`
(training images alike), `outcomes` (answers to all test images), `album` (one published
image by its place), `held` (a picture kept small), `shown` (arrays as pictures),
`drawings` (pictures to classify without data), `published` (other people's figures);
`shipping` with `example` (what a checkpoint carries to be shown at once).
"""
