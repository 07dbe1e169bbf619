"""The Look inside tab of images.

`tab` arranges `heat_maps` (Grad-CAM and occlusion), `network_map` (all stages as one
picture), `convolution` (one by hand) with `own_kernel` (a kernel to play with),
`feature_maps`, `channel` (one channel: its `channel_images`, and the answer with it
`clamped`), `filters`, `nearest` (training images with similar features) and `epochs`
(the time machine).
"""
