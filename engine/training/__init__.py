"""The training of every experiment.

`worker` trains a run in a process of its own; `beginning` is the same for all; `loop`
goes through the batches of a `fitting`, with `progress` (the meter), `schedule` (when
to validate and save) and `state` (to resume from); between two batches `pausing` does
what the user asks, and `one_step` measures a single batch; `optimizers` has AdamW, EMA
and the factor of the learning rate; `distillation` stores and names the teachers of a
network; `failure` explains in words why a training failed.
"""
