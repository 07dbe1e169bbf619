"""The same training once more, from the Train tab."""

from __future__ import annotations

import shutil

import pytest

from engine.runs import store
from engine.runs.events import Finished
from tests.contract import tiny
from tests.views.training import report, visit, with_curve


@pytest.fixture
def finished(home, tiny_checkpoint) -> store.Run:
    """A run that is done, with its checkpoint."""
    run = report(with_curve(tiny.create("language", "quick")), Finished(50, 50, "done"))
    shutil.copytree(tiny_checkpoint, run.folder / "checkpoint")
    return run


def test_finished_run_is_trained_again_and_a_second_click_makes_no_twin(
    finished, started
) -> None:
    test = visit()
    test.button(key=f"language_again_{finished.id}").click().run()
    assert not test.exception
    (again,) = started
    assert again.id != finished.id
    assert (again.config, again.source) == (finished.config, finished.source)
    assert test.selectbox(key="language_run").value == again.id
    assert f"language_again_{again.id}" not in {button.key for button in test.button}

    test.selectbox(key="language_run").set_value(finished.id).run()
    test.button(key=f"language_again_{finished.id}").click().run()
    assert started == [again]
    assert "already under way" in test.toast[0].value
    assert test.selectbox(key="language_run").value == again.id


def test_public_server_trains_nothing_again(finished, monkeypatch) -> None:
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    keys = {button.key for button in visit().button}
    assert f"language_try_{finished.id}" in keys
    assert f"language_again_{finished.id}" not in keys
