"""What only a training of reading needs; `engine/reading/train.py` is where to start.

`training_set` (tokenised, encoded, with its vocabulary), `char2vec` (the initial
character embedding), `batching` (which questions are in a batch), `warm_start` (initial
weights of another network), `distillation` (teachers).
"""
