"""From a command to a finished training.

`worker` makes a run and does its work, in a process of its own; `loop` goes through
the batches of a `fitting`, with `progress` (the meter), `schedule` (when to validate
and to save) and `state` (to resume from); `optimizers` have EMA and AdamW; `failure`
says in words why a training failed.
"""
