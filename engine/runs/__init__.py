"""Runs: what was asked, what happened, and who works on it.

`store` keeps a run's folder and tells its state, `events` is all that a run says to
others, `launcher` starts, watches and stops its process.
"""
