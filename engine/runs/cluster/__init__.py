"""Runs on a cluster: its scheduler starts them and knows which of them live.

`scheduler` is what every scheduler can do, `slurm` is Slurm, `ray_jobs` is Ray. `job`
is a run's job as job.json in its folder names it, and its present phase. `attempts` is
the job's own process on the cluster, which trains, and resumes after a kill.
"""
