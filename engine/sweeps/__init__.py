"""Sweeps: many trainings under one name, read as one experiment.

`values` reads what is varied from the words of a command, `sweep` keeps a sweep's
folder, `plan` lists its trainings, `estimate` says how long they take. `driver` hands
them on, a few at a time; `launching` starts and stops them; `grid` chooses the next
from the plan, `search` lets Optuna choose it. `groups` has mean and spread over seeds,
`report` says it all in lines. `background` resumes a sweep for a page.
"""
