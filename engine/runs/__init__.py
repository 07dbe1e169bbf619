"""Runs: one folder for each training, and the process that works on it.

`request` makes a new run, `resuming` has the command that resumes one, `store` keeps
its folder and tells its state, `active` finds those that are active, `process` records
a run's process, `events` is all that a run reports, with `facts` that follow from it
and its `transcript` in a terminal, `launcher` starts and stops its process, `control`
holds what the user asks while it trains (pause, one step, learning rate), `longer`
gives a finished one more epochs, `queue` gives the device to one run at a time,
`cluster/` has the runs that are jobs of a scheduler, `tending` puts back those whose
node was lost, `unreadable` lists folders that hold no readable run. `about` is what the
user wrote about a run, `published` shows included networks as runs.
"""
