"""The training of every experiment.

`worker` trains a run in a process of its own; `loop` goes through the batches of a
`fitting`, with `progress` (the meter), `schedule` (when to validate and save) and
`state` (to resume from); `optimizers` has AdamW and EMA; `failure` explains in words
why a training failed.
"""
