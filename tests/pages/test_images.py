from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from engine import checkpoint, registry
from engine.images import calibration, example, nearest, outcomes
from engine.images.data import Pictures
from tests.contract import pictures, tiny

APP = Path(__file__).parents[2] / "app.py"


def visit(**query: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=90)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    test.switch_page("pages/images.py").run()
    assert not test.exception
    return test


def words_of(test: AppTest) -> str:
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.warning)
    return "\n".join(str(e.value) for kind in kinds for e in kind)


def html_of(test: AppTest) -> str:
    return "\n".join(e.proto.body for e in test.get("html"))


@pytest.fixture
def shipped(home, learned) -> Path:
    """A tiny network as the shipped checkpoint “tiny”, with all that one carries."""
    source = learned("images", "quick").checkpoint
    card = checkpoint.read_card(source, "images")
    network = registry.get("images").load(source)
    random = np.random.default_rng(0)
    labels = np.arange(30) % 3
    said = random.normal(0, 2, (30, 3))
    images = pictures.noisy(pictures.COLOURS["red"], 1)[None].repeat(9, 0)
    index = nearest.make(
        network, Pictures(images, labels[:9]), np.arange(9, dtype=np.intp)
    )
    files = {name: source / name for name in card.files} | {
        example.FILE: example.to_text(example.make(network)).encode(),
        outcomes.FILE: outcomes.to_bytes(
            outcomes.of(network.classes, labels, said, said, 1.0)
        ),
        nearest.FILE: nearest.to_bytes(index),
    }
    folder = Path(os.environ["LOUPE_CHECKPOINTS"]) / "images" / "tiny"
    folder.parent.mkdir(parents=True)
    return checkpoint.write(folder, tiny.renamed(card, "tiny"), files)


def jpeg(colour, size=(60, 40)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def drop(test: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Do what dropping files does."""
    test.file_uploader(key="images_upload").set_value(
        [(name, content, "image/jpeg") for name, content in files]
    ).run()
    assert not test.exception
    return test


@pytest.mark.parametrize(
    "tab", ["Try", "Look inside", "Augment", "Train", "Results", "How it works"]
)
def test_page_without_any_network_says_what_to_do(home, tab) -> None:
    test = visit(images_tab=tab)
    if tab in ("Try", "Look inside", "Augment", "Results"):
        assert any("./loupe train" in info.value for info in test.info)


def test_own_run_without_figures_is_there(home, learned, monkeypatch) -> None:
    from dataclasses import replace

    source = learned("images", "quick").checkpoint
    card = checkpoint.read_card(source, "images")
    files = {name: source / name for name in card.files}
    folder = home / "runs" / "images" / card.name
    folder.mkdir(parents=True)
    checkpoint.write(folder / "checkpoint", replace(card, metrics=()), files)
    monkeypatch.setenv("LOUPE_RUNS", str(home / "runs"))
    test = visit()
    assert "by itself, say the same" in words_of(test)
    visit(images_tab="Results")


@pytest.mark.usefixtures("shipped")
class TestTry:
    def test_first_visit_shows_the_worked_example(self, shipped) -> None:
        test = visit()
        said = example.read(shipped)
        assert said.best.lower() in words_of(test).lower()
        assert "32 × 32 pixels" in html_of(test)

    def test_top_n_sets_how_many_bars_there_are(self) -> None:
        test = visit()
        assert html_of(test).count('role="listitem"') == 3 + 6 * 3
        test.slider(key="images_top").set_value(1).run()
        assert html_of(test).count('role="listitem"') == 1 + 6 * 3

    def test_dropped_pictures_are_answered_each(self) -> None:
        test = drop(visit(), ("r.jpg", jpeg("red")), ("<b>g.jpg", jpeg("green")))
        assert test.segmented_control(key="images_from").value == "Your own"
        assert "r.jpg" in html_of(test)
        assert "<b>g.jpg" not in html_of(test)
        test.selectbox(key="images_closer").set_value("own-1").run()
        assert not test.exception

    def test_what_is_no_picture_gets_a_sentence_and_the_others_go_on(self) -> None:
        test = drop(visit(), ("r.jpg", jpeg("red")), ("torn.png", b"no picture"))
        assert any("torn" in error.value for error in test.error)
        assert "r.jpg" in html_of(test)

    def test_too_many_files_are_cut_and_said(self) -> None:
        files = [(f"{place}.jpg", jpeg("red", (8, 8))) for place in range(61)]
        test = drop(visit(), *files)
        assert any("61 files" in error.value for error in test.error)
        assert len(test.session_state["images_own"]) == 60

    def test_own_pictures_stay_when_another_tab_was_open(self) -> None:
        test = drop(visit(), ("r.jpg", jpeg("red")))
        test.query_params["images_tab"] = "Augment"
        test.run()
        assert len(test.session_state["images_own"]) == 1

    def test_forgotten_pictures_are_gone(self) -> None:
        test = drop(visit(), ("r.jpg", jpeg("red")))
        test.button(key="images_forget").click().run()
        assert not test.exception
        assert "images_own" not in test.session_state

    def test_crop_and_pad_give_other_pixels(self) -> None:
        test = drop(visit(), ("wide.jpg", jpeg("red", (120, 40))))
        cropped = html_of(test)
        test.segmented_control(key="images_fit").set_value("pad").run()
        assert not test.exception
        assert html_of(test) != cropped

    def test_nothing_chosen_gets_a_sentence(self) -> None:
        test = visit()
        test.pills(key="images_drawn").set_value([]).run()
        assert "Drop a picture" in words_of(test)

    def test_time_machine_asks_an_epoch(self) -> None:
        test = visit(images_epoch="1")
        assert "That was for the final weights" in words_of(test)


@pytest.mark.usefixtures("shipped")
class TestLookInside:
    @pytest.mark.parametrize(
        "view",
        ["Where it looks", "Filters", "Feature maps", "Through the epochs"],
    )
    def test_view_is_drawn(self, view) -> None:
        test = visit(images_tab="Look inside", images_view=view)
        assert html_of(test).count("<img") >= 3

    def test_nearest_without_the_data_says_their_classes(self) -> None:
        test = visit(images_tab="Look inside", images_view="Most like it")
        assert "loupe fetch images" in words_of(test)

    def test_layer_and_class_change_the_map(self) -> None:
        test = visit(images_tab="Look inside")
        before = html_of(test)
        test.select_slider(key="images_cam_layer").set_value("gelu_1a").run()
        assert not test.exception
        other = html_of(test)
        assert other != before
        rest = test.selectbox(key="images_class").options[-1]
        test.selectbox(key="images_class").select(rest.partition(" (")[0]).run()
        assert not test.exception
        assert html_of(test) != other


@pytest.mark.usefixtures("shipped")
class TestAugment:
    def test_slider_moves_picture_and_bars(self) -> None:
        test = visit(images_tab="Augment")
        before = html_of(test)
        test.select_slider(key="images_brightness").set_value(100).run()
        assert not test.exception
        assert html_of(test) != before
        test.button(key="images_reset").click().run()
        assert html_of(test) == before

    def test_curve_goes_along_each_slider(self) -> None:
        test = visit(images_tab="Augment")
        for name in ("down", "brightness", "contrast"):
            test.segmented_control(key="images_curve").set_value(name).run()
            assert not test.exception


@pytest.mark.usefixtures("shipped")
class TestResults:
    def test_outcomes_are_drawn(self) -> None:
        said = words_of(visit(images_tab="Results"))
        assert "Accuracy per class" in said
        assert "Mean distance from the line" in said

    def test_post_stands_beside_ours(self) -> None:
        test = visit(images_tab="Results")
        assert any("Titan X" in table.value.to_string() for table in test.table)


def test_cell_without_the_data_names_the_places(shipped) -> None:
    def page() -> None:
        from engine import checkpoint
        from engine.images import outcomes
        from pages.parts.images_results import draw_cell

        folder = checkpoint.find("images", "tiny")
        draw_cell(outcomes.read(folder, ("a", "b", "c")), 0, 1)

    test = AppTest.from_function(page, default_timeout=30).run()
    assert not test.exception
    assert "said to be b" in words_of(test)


def test_kept_calibration_is_read(shipped) -> None:
    assert calibration.read(shipped).n > 0


def test_overview_shows_the_example(shipped) -> None:
    test = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not test.exception
    assert "A network saw this" in words_of(test)


def test_cell_with_the_data_opens_its_images(shipped, home, monkeypatch) -> None:
    from engine.images.data import SOURCES

    for file in SOURCES[0].files:
        path = home / "data" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.truncate(file.size_bytes)

    def page() -> None:
        from engine import checkpoint
        from engine.images import outcomes
        from pages.parts.images_results import draw_cell

        found = outcomes.read(checkpoint.find("images", "tiny"), ("a", "b", "c"))
        draw_cell(found, 0, int(found.answers[0]))

    test = AppTest.from_function(page, default_timeout=30).run()
    assert not test.exception
    assert "<img" in html_of(test)
    assert not test.caption
