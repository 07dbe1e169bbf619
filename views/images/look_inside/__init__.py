"""The Look inside tab of images.

`tab` arranges `heat_maps` (Grad-CAM and occlusion), `feature_maps`, `filters`,
`nearest` (training images with similar features) and `epochs` (the time machine).
"""
