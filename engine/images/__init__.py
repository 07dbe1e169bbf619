"""A convolutional network that classifies small pictures.

Reading order: `config`, `pixels` (images as arrays), `data` (CIFAR-10 and its split),
`augment` (augmentation), `layers` and `model` (the two networks), `train` with
`lookahead` (averages the weights) and `finishing` (its measurements and its
checkpoint), `evaluate` (logits over six views), `predict` (the loaded network) with
`answers` (its result), `experiment` (ties them together).

Also `pictures` (opens any file safely) with `levels` (8 bits of sRGB),
`own_pictures` and `transfer` (your own classes, from a trained network’s features),
`calibration` (temperature scaling), `out_of_distribution` (its detection, chosen on
`generated_images`), `measure` (the figures of a card), `command`
(`./loupe predict images`). Wing: `analysis/`.
"""
