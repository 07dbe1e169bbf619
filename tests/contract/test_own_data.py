"""A person's own data may be called as she likes: it is never the published data."""

from __future__ import annotations

import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.cli.commands import main
from engine.errors import LoupeError
from engine.language import reference
from engine.runs import store
from tests.contract.tiny import TINY, create, work

# The last source of language is the one whose text may not be shown.
NAMED = [(name, registry.get(name).sources[-1].name) for name in registry.NAMES]


@pytest.mark.parametrize(("name", "title"), NAMED)
def test_own_data_called_like_published_data_is_not_taken_for_it(name, title, home):
    experiment, tiny = registry.get(name), TINY[name]
    preset = tiny.first
    short = {} if tiny.counts else {"epochs": 1}
    run = create(name, preset, title=title, **short)
    assert work(run) == "done", run.events[-1]

    folder = run.folder / "checkpoint"
    card = checkpoint.read_card(folder, name)
    assert card.facts["title"] == title
    assert len(card.sources) == 1
    assert not set(card.sources) & {source.name for source in experiment.sources}
    beside = [one for one in experiment.published if one.source in card.sources]
    assert not beside
    # It is measured on what was held out of it; no published data is here.
    figures = experiment.evaluate(folder, home / "data")
    assert figures["n"] > 0
    assert figures["split"] == card.metrics[0].split

    other = tiny.data.replace(b"e", b"a")
    (run.folder / store.OWN_DATA).write_bytes(other)
    with pytest.raises(LoupeError, match=r"is not|are not"):
        experiment.evaluate(folder, home / "data")


def test_the_limit_of_published_texts_is_not_that_of_own_ones(home):
    run = create("language", "ngrams", title="paulgraham")
    assert work(run) == "done"
    folder = run.folder / "checkpoint"
    card = checkpoint.read_card(folder, "language")
    assert reference.shown_run(card) is None
    # Found as the own text that it is, to be compared with.
    assert reference.find(card, folder, home / "data").training_text


@pytest.mark.parametrize("name", registry.NAMES)
def test_no_source_is_called_as_own_data_is(name):
    for source in registry.get(name).sources:
        assert "(" not in source.name


@pytest.mark.parametrize("name", registry.NAMES)
def test_file_with_any_name_makes_a_whole_run_or_none(name, home):
    """A byte that is no UTF-8, a very long name, and one with markup and a new line."""
    tiny = TINY[name]
    preset = tiny.first
    for title in ("caf\udce9", "a" * 400, "<b>[x](y)\n$(id)"):
        create(name, preset, title=title)
    for run in store.list_runs():
        assert run.title.isprintable()
        assert len(run.title) <= 80
        assert run.command.encode()
    assert len(store.list_runs()) == 3
    with pytest.raises(LoupeError):
        create(name, preset, data=b"\0", title="caf\udce9")
    assert len(list((home / "runs" / name).iterdir())) == 3


@pytest.mark.parametrize("name", registry.NAMES)
def test_device_is_no_own_data(name, home, capsys):
    preset = next(iter(registry.get(name).presets))
    words = ["train", name, "--preset", preset, "--own-data", "/dev/zero"]
    assert main(words) == 2
    assert "not a regular file" in capsys.readouterr().err
    assert store.list_runs() == []
