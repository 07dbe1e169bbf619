"""What the runs of a sweep have reached in one validation metric."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.experiment import FigureKind
from engine.runs.store import Run
from engine.sweeps import groups
from engine.sweeps.groups import Group, Spread
from engine.sweeps.sweep import Sweep
from ui.cards import figure_kind
from ui.charts import points
from ui.training.following import events_of

LOSS = "loss"


@dataclass(frozen=True, slots=True)
class Reached:
    """The best value of each run of a sweep, and the groups ranked by them."""

    sweep: Sweep
    runs: tuple[Run, ...]
    states: Mapping[str, str]  # by run id
    metric: str
    kind: FigureKind  # how the metric is written and compared
    best: Mapping[str, float]  # as it is shown, by run id; without a value, left out

    @classmethod
    def of(
        cls, sweep: Sweep, runs: Sequence[Run], states: Mapping[str, str], metric: str
    ) -> "Reached":
        """Read what the runs have reached; each is read once for all that is drawn."""
        kind = figure_kind(sweep.experiment, metric)
        scale = 100 if kind.percent else 1
        best = {}
        for run in runs:
            top = points.best(events_of(run), metric, higher=kind.higher_is_better)
            if top is not None:
                best[run.id] = scale * top.values[metric]
        return cls(sweep, tuple(runs), states, metric, kind, best)

    @property
    def title(self) -> str:
        """The metric on axes and in headings, with its unit."""
        if self.metric == LOSS:
            return "validation loss (nats)"
        return f"{self.kind.title} (%)" if self.kind.percent else self.kind.title

    @property
    def single(self) -> bool:
        """Whether every group is one run, as in a search."""
        return all(len(group.runs) == 1 for group in groups.grouped(self.runs))

    def best_of(self, runs: Sequence[Run]) -> list[float]:
        """Return the best value of each run that has one."""
        return [self.best[run.id] for run in runs if run.id in self.best]

    def best_single(self, group: Group) -> float | None:
        """Return the best value of a group's runs, whether they are done or not."""
        better = max if self.kind.higher_is_better else min
        return better(self.best_of(group.runs), default=None)

    def done(self, group: Group) -> list[Run]:
        """Return the runs of a group that are done."""
        return [run for run in group.runs if self.states[run.id] == "done"]

    def spread(self, group: Group) -> Spread | None:
        """Return mean and spread of the best values of a group's runs that are done."""
        return groups.spread(self.best_of(self.done(group)))

    def ranked(self) -> list[Group]:
        """Return the groups, the best mean first and those without one last."""
        return sorted(groups.grouped(self.runs), key=self._rank)

    def _rank(self, group: Group) -> tuple[bool, float]:
        spread = self.spread(group)
        if spread is None:
            return True, 0.0
        return False, -spread.mean if self.kind.higher_is_better else spread.mean
