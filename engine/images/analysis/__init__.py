"""Analysis of an image network and its mistakes.

`inside` (Grad-CAM, occlusion, filters), `alterations` (sliders and curves), `nearest`
(similar training images), `outcomes` (answers to all test images), `single_images` (one
CIFAR-10 image by its index), `prepared` (a picture reduced to what a page needs),
`rendering` (arrays as pictures), `drawings` (pictures to classify without data),
`published` (other people's figures); `shipping` with `example` (what a published
checkpoint stores).
"""
