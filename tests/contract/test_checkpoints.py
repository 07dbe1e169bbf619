"""Every shipped checkpoint is whole, says all of itself, and repeats its example."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import PROJECT
from tests.contract.tiny import TINY

# Weights are the same everywhere; sums in another order on another processor move
# a probability by less than this. The example stores four digits.
EXAMPLE_ATOL = 2e-3
ENDINGS = {".json", ".jsonl", ".h5", ".npz", ".txt", ".md", ".npy", ".png", ".tsv"}

SHIPPED = [
    pytest.param(name, card.parent, id=f"{name}-{card.parent.name}")
    for name in registry.NAMES
    for card in sorted((PROJECT / "checkpoints" / name).glob("*/card.json"))
]
EACH = pytest.mark.parametrize(("name", "folder"), SHIPPED)


@pytest.mark.parametrize("name", registry.NAMES)
def test_every_experiment_ships_something_or_says_that_it_does_not(name):
    shipped = [each for each in SHIPPED if each.values[0] == name]
    assert bool(shipped) == bool(TINY[name].budget_mib)


@pytest.mark.parametrize(
    "name", [name for name in registry.NAMES if TINY[name].budget_mib]
)
def test_network_that_pages_and_commands_open_is_published(name):
    assert registry.get(name).default_checkpoint in [
        each.values[1].name for each in SHIPPED if each.values[0] == name
    ]


@EACH
def test_digests_are_right_and_nothing_is_beside_them(name, folder):
    card = checkpoint.verify(folder, name)
    there = {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    }
    assert there == {*card.files, "card.json"}


@EACH
def test_card_is_complete(name, folder):
    card = checkpoint.read_card(folder, name)
    assert card.name == folder.name
    assert card.outcome == "done"
    presets = registry.get(name).presets
    assert type(presets[card.preset]).from_mapping(card.config)
    assert card.sources
    assert all(len(digest) == 64 for digest in card.sources.values())
    assert card.metrics
    for metric in card.metrics:
        assert np.isfinite(metric.value)
        assert metric.n > 0
        assert metric.split
        # A figure of what is counted but not shipped is measured by counting again.
        again = (f"./loupe evaluate {name} {card.name}", card.command, "for seed in ")
        assert metric.command.startswith(again)
        if metric.per_seed:
            trained = f"; do {card.command} --seed $seed; done; ./loupe evaluate {name}"
            assert trained in metric.command
    assert card.parameters > 0
    assert card.seconds > 0
    assert card.epochs > 0
    assert card.machine
    assert {"python", "numpy"} <= set(card.libraries)
    assert card.code_commit
    assert card.created
    assert card.command.startswith(f"./loupe train {name} --preset {card.preset}")
    assert card.facts["title"]
    assert str(PROJECT) not in card.to_text()


@EACH
def test_no_file_can_hold_code(name, folder):
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        assert path.suffix in ENDINGS, path
        if path.suffix in (".npz", ".npy"):
            with path.open("rb") as file:
                loaded = np.load(file, allow_pickle=False)
                arrays = list(loaded.values()) if path.suffix == ".npz" else [loaded]
                assert arrays, path
                assert all(array.dtype.kind in "biuf" for array in arrays), path


@EACH
def test_weights_load(name, folder):
    predictor = registry.get(name).load(folder)
    assert predictor.name == folder.name


@pytest.mark.parametrize("name", registry.NAMES)
def test_checkpoints_stay_within_their_budget(name):
    files = [p for p in (PROJECT / "checkpoints" / name).rglob("*") if p.is_file()]
    assert sum(path.stat().st_size for path in files) <= TINY[name].budget_mib * 2**20


def test_a_clone_stays_small():
    files = [p for p in (PROJECT / "checkpoints").rglob("*") if p.is_file()]
    assert sum(path.stat().st_size for path in files) <= 150 * 2**20


@pytest.mark.slow
@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(folder.values[1], id=Path(str(folder.values[1])).name)
        for folder in SHIPPED
        if folder.values[0] == "language"
        and (Path(str(folder.values[1])) / "example.json").is_file()
    ],
)
def test_worked_example_is_what_the_weights_write(folder):
    from engine.language.analysis import example
    from engine.language.piece import EMPTY

    stored = example.read(folder)
    writer = registry.get("language").load(folder)
    piece = EMPTY
    words = (stored.prompt, len(stored.piece.text), stored.settings)
    for part in writer.write(*words):
        piece = piece + part
    assert piece.text == stored.piece.text
    np.testing.assert_allclose(
        piece.probability, stored.piece.probability, rtol=0, atol=EXAMPLE_ATOL
    )
    for row, expected in zip(piece.choices, stored.piece.choices, strict=True):
        assert {choice.character for choice in row[:1]} <= {
            choice.character for choice in expected
        }
    shown = json.loads((folder / "example.json").read_text(encoding="utf-8"))
    assert shown["text"] == piece.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(folder.values[1], id=Path(str(folder.values[1])).name)
        for folder in SHIPPED
        if folder.values[0] == "reading"
    ],
)
def test_worked_example_is_what_the_reader_answers(folder):
    from engine.reading.analysis import example

    stored = example.read(folder)
    found = (
        registry.get("reading")
        .load(folder)
        .read(stored.context.text, stored.question.text)
    )
    assert stored.candidates
    assert found.candidates[0].text == stored.candidates[0].text
    assert found.has_answer == stored.has_answer
    for name in (
        "start_probabilities",
        "end_probabilities",
        "confidence",
        "context_to_query",
    ):
        np.testing.assert_allclose(
            getattr(found, name), getattr(stored, name), rtol=0, atol=EXAMPLE_ATOL
        )


@EACH
def test_checkpoint_carries_what_its_page_shows_at_once(name, folder):
    card = checkpoint.read_card(folder, name)
    counted = not registry.get(name).presets[card.preset].needs_device
    tiny = TINY[name]
    wanted = tiny.carried_by_counts if counted else ("example.json", *tiny.carried)
    assert not set(wanted) - set(card.files)
    # Counting has no epochs to go back to.
    assert bool(card.snapshots) != counted
    assert {snapshot.file for snapshot in card.snapshots} <= set(card.files)
