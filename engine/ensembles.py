"""Several networks that answer together, named by their members: “best+bidaf”.

Where an experiment is `Ensembling`, such a name can stand where a checkpoint's name
does.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.errors import ConfigError
from engine.experiment import Experiment

JOIN = "+"
PRESET = "ensemble"  # on the card of one


@runtime_checkable
class Ensembling(Protocol):
    """An experiment whose networks can answer together."""

    def evaluate_together(
        self, folders: Sequence[Path], data: Path, limit: int | None, measure: str
    ) -> dict[str, Any]:
        """Measure the ensemble of several checkpoints, as `Experiment.evaluate`."""
        ...


def folders(experiment: str, name: str) -> list[Path]:
    """Return the folders of a name's members; of a single checkpoint, its own.

    Raises:
        UnknownNameError: There is no such checkpoint; the message lists them.
        ConfigError: A member is named twice.
    """
    members = name.split(JOIN)
    if len(set(members)) < len(members):
        raise ConfigError(f"“{name}” names a network twice.")
    return [checkpoint.find(experiment, member) for member in members]


def evaluate(
    experiment: Experiment, name: str, data: Path, limit: int | None, measure: str
) -> dict[str, Any]:
    """Measure a checkpoint, or an ensemble where the experiment has such.

    Raises:
        ConfigError: It has none.
        LoupeError: As `folders` and `Experiment.evaluate`.
    """
    paths = folders(experiment.name, name)
    if len(paths) == 1:
        return experiment.evaluate(paths[0], data, limit, measure)
    if not isinstance(experiment, Ensembling):
        raise ConfigError(
            f"Networks of {experiment.name} cannot be averaged. Name one of them."
        )
    return experiment.evaluate_together(paths, data, limit, measure)


def card(members: Sequence[Card]) -> Card:
    """Return a card for an ensemble; what it does not have of its own is left out.

    Args:
        members: Cards, at least one. Settings are those of the first.
    """
    first = members[0]
    names = [member.name for member in members]
    return Card(
        experiment=first.experiment,
        name=JOIN.join(names),
        preset=PRESET,
        config=first.config,
        sources={k: v for member in members for k, v in member.sources.items()},
        outcome="done",
        epochs=sum(member.epochs for member in members),
        seconds=sum(member.seconds for member in members),
        parameters=sum(member.parameters for member in members),
        machine="; ".join(dict.fromkeys(member.machine for member in members)),
        libraries=first.libraries,
        code_commit=first.code_commit,
        created=max(member.created for member in members),
        command="\n".join(member.command for member in members),
        files={
            f"{member.name}/{file}": sha256
            for member in members
            for file, sha256 in member.files.items()
        },
        note=f"Averages the probabilities of {', '.join(names)}.",
        facts={"title": first.facts.get("title", "")},
    )
