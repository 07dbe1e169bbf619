"""A convolutional network that says which of ten things a small picture shows.

Reading order: `config` (what can be set), `data` (CIFAR-10, its split), `augment`
(what is done to training images), `layers` and `model` (the two networks),
`train`, `evaluate` (logits over six views), `predict` (the loaded network),
`experiment` (ties them together). Extras: `finishing` (what a training measures,
and its checkpoint), `calibration` and `calibrating` (how sure it may be) with
`strangers` (generated pictures of nothing), `measure` (the figures of a card),
`pictures` (opening any file safely) and `own_pictures` (a person's own classes),
`answers` (what is said of a picture), `command` (what `./loupe predict` does),
`alterations` (sliders and curves), `inside` (Grad-CAM, occlusion, filters),
`nearest` (training images like it), `outcomes` (what was said of all test
images), `album` (one published image by its place), `held` (a picture made small
for keeping), `shown` (arrays as pictures for a page), `drawn` with `brush`
(pictures by code), `example` and `shipping` (what a checkpoint carries to be seen
at once), `published` (other people's figures).
"""
