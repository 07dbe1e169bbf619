from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import registry
from engine.experiment import FigureKind, OwnData
from engine.runs import events, store
from engine.runs.events import Finished, Progress, Sample, Started
from engine.runs.launcher import LocalLauncher
from tests.contract import tiny
from tests.pages import visiting

visit = partial(visiting.visit, "language", language_tab="Train")
PLAIN = "It was a dark night, and the lamp went round and round. " * 20


def words_of(test: AppTest) -> str:
    """Return all that the page says in sentences."""
    kinds = (test.markdown, test.caption, test.info, test.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def say(run: store.Run, *said: events.Event) -> store.Run:
    for event in said:
        events.append(run.folder / "events.jsonl", event)
    return run


def learning(run: store.Run) -> store.Run:
    """Let a run say what a training says in its first epoch."""
    train = [
        Progress(s, s, s / 50, "train", {"loss": 4 - s / 50}, 900.0, 0.01)
        for s in range(1, 51)
    ]
    checked = Progress(50.0, 50, 1.0, "validation", {"loss": 3.25})
    sample = Sample(50.0, 50, 1.0, "<b>The</b> lamp & the night")
    return say(run, Started(0.0, 0, 100, 50, 1234), *train, checked, sample)


def works(run: store.Run, phase: str = "running") -> store.Run:
    """Let this test's own process stand for the run's."""
    store.record_process(run, os.getpid(), phase)
    return run


@pytest.fixture
def started(home, monkeypatch) -> list[store.Run]:
    """Runs that were started; none really is."""
    begun: list[store.Run] = []

    def start(_: LocalLauncher, run: store.Run) -> None:
        begun.append(works(run, "queued"))

    monkeypatch.setattr(LocalLauncher, "start", start)
    return begun


@pytest.fixture
def switched_off(home, monkeypatch) -> None:
    monkeypatch.setenv("LOUPE_TRAINING", "off")


class TestForm:
    def test_quick_preset_comes_first(self, home) -> None:
        test = visit()
        assert test.segmented_control(key="language_preset").value == "quick"
        assert "./loupe train language --preset quick" in test.code[0].value

    def test_only_own_text_is_offered_where_no_data_is(self, home) -> None:
        data = visit().selectbox(key="language_data")
        assert data.options == ["My own data"]

    def test_nothing_starts_without_a_text(self, home) -> None:
        assert visit().button(key="language_start").disabled

    def test_changed_setting_is_in_the_command(self, home) -> None:
        test = visit()
        test.number_input(key="language_quick_units").set_value(77).run()
        assert test.code[0].value.endswith("--units 77")

    def test_pasted_text_starts_a_run_and_shows_it(self, started) -> None:
        test = visit()
        test.text_area(key="language_own_text").set_value(PLAIN).run()
        test.number_input(key="language_quick_epochs").set_value(3).run()
        test.button(key="language_start").click().run()
        assert not test.exception
        (run,) = started
        assert (run.folder / run.own_data).read_text(encoding="utf-8") == PLAIN
        assert run.config["epochs"] == 3
        assert run.command.endswith("--own-data pasted.txt --epochs 3")
        test.run()
        assert test.selectbox(key="language_run").value == run.id

    def test_uploaded_file_goes_before_pasted_words(self, started) -> None:
        test = visit()
        test.text_area(key="language_own_text").set_value("too short").run()
        test.file_uploader(key="language_own_file").upload(
            "night.txt", PLAIN.encode()
        ).run()
        test.button(key="language_start").click().run()
        assert started[0].title == "night.txt"

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"\xff\xfe\x00\x01", "zero bytes"),
            ("süß ".encode("latin-1") * 200, "byte 2"),
            (b"short", "at least"),
            (b"  \n ", "is empty"),
        ],
    )
    def test_bad_file_gives_a_sentence_and_no_run(
        self, started, content: bytes, sentence: str
    ) -> None:
        test = visit()
        test.file_uploader(key="language_own_file").upload("x.txt", content).run()
        assert not test.exception
        assert sentence in test.error[0].value
        assert test.button(key="language_start").disabled

    def test_binary_data_is_handed_on_and_nothing_is_pasted(
        self, started, monkeypatch
    ) -> None:
        language = type(registry.get("language"))
        takes = OwnData("A ZIP of pictures", ("zip",))
        monkeypatch.setattr(language, "own_data", takes)
        monkeypatch.setattr(
            language, "check_own_data", lambda *_: "3 pictures in 2 classes"
        )
        test = visit()
        assert not [area for area in test.text_area if area.key == "language_own_text"]
        assert "my-data.zip" in test.code[0].value
        content = b"PK\x03\x04\x00\xff"
        test.file_uploader(key="language_own_file").upload("cats.zip", content).run()
        assert "3 pictures in 2 classes" in words_of(test)
        test.button(key="language_start").click().run()
        assert not test.exception
        (run,) = started
        assert (run.folder / run.own_data).read_bytes() == content

    def test_without_own_data_and_published_ones_it_says_how_to_get_them(
        self, home, monkeypatch
    ) -> None:
        language = type(registry.get("language"))
        monkeypatch.setattr(language, "own_data", OwnData("", ()))
        test = visit()
        assert "./loupe fetch language" in words_of(test)
        assert test.button(key="language_start").disabled

    def test_full_disk_gives_a_sentence(self, home, monkeypatch) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        test = visit()
        test.text_area(key="language_own_text").set_value(PLAIN).run()
        monkeypatch.setattr(Path, "mkdir", full)
        test.button(key="language_start").click().run()
        assert not test.exception
        assert "No space left" in test.error[0].value


@pytest.mark.usefixtures("switched_off")
def test_public_server_hides_the_form_and_the_buttons() -> None:
    test = visit()
    assert "switched off" in words_of(test)
    assert not [b for b in test.button if b.key == "language_start"]


class TestLive:
    def test_without_a_run_the_page_says_what_comes(self, home) -> None:
        assert "No run yet" in words_of(visit())

    def test_working_run_shows_curve_samples_and_stop(self, home) -> None:
        run = works(learning(tiny.create("language", "quick")))
        test = visit()
        assert "**Training.** Epoch 1.0 of 2. About 50 seconds left." in words_of(test)
        assert test.get("echarts_chart")
        assert [m.value for m in test.metric] == ["3.000", "3.250", "900"]
        test.button(key=f"language_stop_{run.id}").click().run()
        assert (run.folder / "stop").exists()

    def test_sample_is_never_markup(self, home) -> None:
        works(learning(tiny.create("language", "quick")))
        drawn = "".join(element.value for element in visit().get("html"))
        assert "&lt;b&gt;The&lt;/b&gt; lamp &amp; the night" in drawn

    def test_waiting_run_says_its_place(self, home) -> None:
        works(tiny.create("language", "quick"))
        second = works(tiny.create("language", "quick"), "queued")
        test = visit(language_run=second.id)
        assert "**Waiting in line.** 1 run is before it." in words_of(test)

    def test_working_run_comes_before_a_newer_one_that_ended(self, home) -> None:
        first = works(tiny.create("language", "quick"))
        say(tiny.create("language", "quick"), Finished(1.0, 1, "done"))
        assert visit().selectbox(key="language_run").value == first.id

    def test_run_of_a_link_is_the_one_shown(self, home) -> None:
        first = say(tiny.create("language", "quick"), Finished(1.0, 1, "done"))
        tiny.create("language", "quick")
        test = visit(language_run=first.id)
        assert test.selectbox(key="language_run").value == first.id

    def test_unknown_run_in_a_link_is_passed_over(self, home) -> None:
        run = tiny.create("language", "quick")
        test = visit(language_run="../../etc/passwd")
        assert test.selectbox(key="language_run").value == run.id

    def test_killed_run_offers_to_go_on(self, started) -> None:
        run = learning(tiny.create("language", "quick"))
        (run.folder / "state.h5").touch()
        test = visit()
        assert "**Ended without a word.**" in words_of(test)
        test.button(key=f"language_resume_{run.id}").click().run()
        assert started == [run]

    def test_killed_run_that_kept_nothing_can_begin_again(self, started) -> None:
        run = tiny.create("language", "quick")
        test = visit()
        assert "kept nothing yet" in words_of(test)
        assert test.button(key=f"language_resume_{run.id}").label == "Start again"
        test.button(key=f"language_resume_{run.id}").click().run()
        assert started == [run]

    def test_failed_run_says_why(self, home) -> None:
        reason = "Traceback (most recent call last):\nValueError: *too* wide"
        say(
            learning(tiny.create("language", "quick")),
            Finished(50, 50, "failed", reason),
        )
        test = visit()
        assert r"**Failed.** ValueError\: \*too\* wide" in words_of(test)

    def test_done_run_shows_its_time_and_no_button(self, home) -> None:
        run = say(
            learning(tiny.create("language", "quick")), Finished(125, 100, "done")
        )
        test = visit()
        assert "**Done.** 2 epochs in 2 min 5 s." in words_of(test)
        assert not [b for b in test.button if b.key and run.id in b.key]

    def test_figures_beyond_the_loss_have_their_own_charts(
        self, home, monkeypatch
    ) -> None:
        language = type(registry.get("language"))
        accuracy = FigureKind("accuracy", percent=True, higher_is_better=True, digits=1)
        monkeypatch.setattr(language, "figures", {"accuracy": accuracy})
        run = tiny.create("language", "quick")
        say(run, Started(0.0, 0, 100, 50, 1234, "images"))
        for step, share in ((10, 0.5), (20, 0.75), (30, 0.625)):
            values = {"loss": 1.0, "accuracy": share, "stars": 0.5}
            say(run, Progress(step, step, step / 50, "validation", values))
        test = visit()
        assert len(test.get("echarts_chart")) == 3
        shown = {metric.label: metric.value for metric in test.metric}
        assert shown["Best accuracy"] == "75.0 %"
        assert shown["Best stars"] == "0.50"
        assert "Images per second" in shown
        assert not [e for e in test.get("html") if "samples" in e.value]

    def test_other_run_is_drawn_along(self, home) -> None:
        for _ in range(2):
            say(learning(tiny.create("language", "quick")), Finished(50, 50, "done"))
        test = visit()
        other = test.multiselect(key="language_compare")
        other.set_value([other.options[0]]).run()
        assert not test.exception
