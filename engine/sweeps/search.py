"""A search: Optuna chooses the settings of each training by what the others reached.

Its trials are in `optuna.jsonl` in the sweep's folder, one JSON line for each change:
unlike a database file that is safe on a shared disk. What is minimised is the lowest
validation loss. After each whole epoch a run is given up where its lowest loss so far
is above the median of the others at that epoch.

Source:
    Akiba et al. (2019) for Optuna; Bergstra et al. (2011) for the tree-structured
    Parzen estimator; Golovin et al. (2017) for the median rule.
"""

from typing import Any

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import Trial, TrialState

from engine import registry
from engine.runs import store
from engine.runs.events import Reader, progress_of
from engine.runs.store import Run
from engine.sweeps import groups
from engine.sweeps import sweep as sweeps
from engine.sweeps.grid import make
from engine.sweeps.plan import Training, configured, standard_of
from engine.sweeps.sweep import Sweep
from engine.sweeps.values import is_logarithmic

_RUN = "run"  # attribute of a trial: the id of its run
_DIGITS = 4  # of a number that is chosen: a command stays readable


class Search:
    """Chooses runs with Optuna, and gives up the ones that fall behind."""

    def __init__(self, sweep: Sweep) -> None:
        """Take up the trials of an earlier process, or begin.

        Runs that were stopped or failed are queued again, in the same trial's settings.
        """
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self._sweep = sweep
        self._trials: dict[str, Trial] = {}  # by run id, of this process
        self._readers: dict[str, Reader] = {}
        storage = JournalStorage(JournalFileBackend(str(sweep.folder / "optuna.jsonl")))
        self._study = optuna.create_study(
            storage=storage,
            study_name=sweep.name,
            pruner=optuna.pruners.MedianPruner(),
            load_if_exists=True,
        )
        seed = sweep.seeds[0] if sweep.seeds else 0
        before = len(self._study.get_trials(deepcopy=False))
        # Another seed than before: the same one would draw the same settings again.
        self._study.sampler = optuna.samplers.TPESampler(seed=seed + before)
        self._take_up()

    def _take_up(self) -> None:
        """Queue every run again that is neither done nor given up."""
        params: dict[str, dict[str, Any]] = {}
        waiting: set[str] = set()
        settled: set[str] = set()
        for trial in self._study.get_trials(deepcopy=False):
            run_id = str(trial.user_attrs.get(_RUN, ""))
            if trial.state == TrialState.RUNNING:
                self._study.tell(trial.number, state=TrialState.FAIL)
            elif trial.state == TrialState.WAITING:
                waiting.add(run_id)
            elif trial.state != TrialState.FAIL:
                settled.add(run_id)
            if trial.params:
                params[run_id] = trial.params
        for run in sweeps.runs_of(self._sweep):
            again = run.id in params and run.id not in self._sweep.pruned
            if again and run.id not in waiting | settled:
                self._study.enqueue_trial(params[run.id], user_attrs={_RUN: run.id})

    def next(self) -> Run | None:
        """Return the run of the next trial; None where all have been tried.

        Raises:
            LoupeError: Its folder cannot be made.
        """
        runs = {run.id: run for run in sweeps.runs_of(self._sweep)}
        if not self._queued() and len(runs) >= self._sweep.trials:
            return None
        trial = self._study.ask()
        values = self._values(trial)
        run = runs.get(str(trial.user_attrs.get(_RUN, "")))
        if run is None:
            preset = self._sweep.presets[0]
            standard = standard_of(self._sweep, preset)
            seed = self._sweep.seeds[0] if self._sweep.seeds else None
            run = make(
                self._sweep, Training(preset, configured(standard, values, seed))
            )
            trial.set_user_attr(_RUN, run.id)
        self._trials[run.id] = trial
        self._readers[run.id] = Reader(run.folder / "events.jsonl")
        return run

    def _queued(self) -> int:
        """Return how many runs wait to be resumed."""
        states = (TrialState.WAITING,)
        return len(self._study.get_trials(deepcopy=False, states=states))

    def _values(self, trial: Trial) -> dict[str, Any]:
        """Return the settings of a trial."""
        values: dict[str, Any] = {}
        for name, listed in self._sweep.settings.items():
            values[name] = (
                trial.suggest_categorical(name, listed)
                if len(listed) > 1
                else listed[0]
            )
        preset = registry.get(self._sweep.experiment).presets[self._sweep.presets[0]]
        for name, (low, high) in self._sweep.ranges.items():
            log = is_logarithmic(low, high)
            if isinstance(getattr(preset, name), int):
                values[name] = trial.suggest_int(name, int(low), int(high), log=log)
            else:
                chosen = trial.suggest_float(name, low, high, log=log)
                rounded = float(f"{chosen:.{_DIGITS}g}")
                values[name] = min(max(rounded, low), high)
        return values

    def gives_up(self, run: Run) -> bool:
        """Report a run's validations to Optuna; return whether to stop it, once."""
        trial = self._trials[run.id]
        if run.id in self._sweep.pruned or not self._report(run, trial):
            return False
        if not trial.should_prune():
            return False
        self._sweep = sweeps.add_pruned(self._sweep, run.id)
        return True

    def _report(self, run: Run, trial: Trial) -> bool:
        """Report the validations after whole epochs; return whether there were new.

        Of an epoch the first validation counts: when a training validates within an
        epoch depends on the clock.
        """
        stored = self._study.get_trials(deepcopy=False)[trial.number]
        reported = set(stored.intermediate_values)
        before = len(reported)
        for event in progress_of(self._readers[run.id].read(), "validation"):
            epoch = int(event.epoch)
            if epoch and epoch not in reported and "loss" in event.values:
                trial.report(event.values["loss"], epoch)
                reported.add(epoch)
        return len(reported) > before

    def ended(self, run: Run) -> None:
        """Tell Optuna what a run reached."""
        trial = self._trials.pop(run.id)
        self._report(run, trial)
        loss = groups.best_loss(run)
        state = groups.by_itself(store.state(run), run.events)
        if state == "done" and loss is not None:
            self._study.tell(trial, loss)
        elif run.id in self._sweep.pruned:
            self._study.tell(trial, state=TrialState.PRUNED)
        else:
            self._study.tell(trial, state=TrialState.FAIL)

    def remaining(self) -> int:
        """Return how many runs are still to come."""
        made = len(sweeps.runs_of(self._sweep))
        return max(0, self._sweep.trials - made) + self._queued()
