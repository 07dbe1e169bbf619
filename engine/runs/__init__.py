"""Runs: one folder for each training, and the process that works on it.

`request` makes a new run, `store` keeps its folder and tells its state, `events` is all
that a run reports, `launcher` starts and stops its process, `queue` gives the device to
one run at a time.
"""
