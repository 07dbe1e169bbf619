"""Used in training alone.

`distillation` (targets that are partly the teachers'), `negations` (negated phrases as
further examples).
"""
