"""A convolutional network that says which of ten things a small picture shows.

Reading order: `config` (what can be set), `data` (CIFAR-10, its split), `augment`
(what is done to training images), `model` (the two networks) with `layers`,
`train`, `evaluate` (scores over six views).
"""
