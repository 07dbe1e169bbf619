"""Analysis of an image network and its mistakes.

`inside` (Grad-CAM, occlusion, filters), `convolution` (one by hand), `own_kernel` (a
kernel to play with), `network_map` (all stages as one picture), `parts` (the network as
a picture, from its config), `clamping` (a channel held at a value), `channel_images`
(test images that a channel responds to most), `alterations` (sliders and curves),
`nearest` (similar training images), `outcomes` (answers to all test images),
`single_images` (one CIFAR-10 image by its index), `labelled` (your own pictures with
true classes), `prepared` (a picture reduced to what a page needs), `rendering` (arrays
as pictures), `drawings` and `photos` (pictures to classify without data), `published`
(other people's figures); `shipping` with `example` (what a published checkpoint
stores).
"""
