"""The images page beyond its Try tab."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import PROJECT
from engine.images import calibration
from engine.images.analysis import outcomes
from tests.contract import pictures
from tests.engine.images import cifar
from tests.views import visiting
from tests.views.images_page import html_of, ship, visit, words_of
from views.images import confidence, how_it_works
from views.images.cell import images_of


@pytest.fixture
def shipped(home, learned):
    return ship(learned("images", "quick").checkpoint)


@pytest.mark.parametrize("tab", ["Try", "Look inside", "Augment", "Results"])
def test_page_without_any_network_says_what_to_do(home, tab) -> None:
    test = visit(images_tab=tab)
    assert any("./loupe train" in info.value for info in test.info)


@pytest.mark.parametrize(
    ("tab", "words"),
    [("Train", "./loupe fetch images"), ("How it works", "reduced to 32 × 32 pixels")],
)
def test_page_without_any_network_shows_tabs_that_need_none(home, tab, words) -> None:
    assert words in words_of(visit(images_tab=tab))


def test_own_run_without_figures_is_listed(home, learned, monkeypatch) -> None:
    source = learned("images", "quick").checkpoint
    card = checkpoint.read_card(source, "images")
    files = {name: source / name for name in card.files}
    folder = home / "runs" / "images" / card.name
    folder.mkdir(parents=True)
    checkpoint.write(folder / "checkpoint", replace(card, metrics=()), files)
    monkeypatch.setenv("LOUPE_RUNS", str(home / "runs"))
    test = visit()
    assert "views give this class on their own" in words_of(test)
    visit(images_tab="Results")


@pytest.mark.usefixtures("shipped")
class TestLookInside:
    @pytest.mark.parametrize(
        "view",
        [
            "Where it looks",
            "The whole network",
            "Filters",
            "Feature maps",
            "Over the epochs",
        ],
    )
    def test_view_is_drawn(self, view) -> None:
        test = visit(images_tab="Look inside", images_view=view)
        assert html_of(test).count("<img") >= 3

    def test_one_convolution_is_worked_by_hand_and_follows_the_place(self) -> None:
        test = visit(images_tab="Look inside", images_view="One convolution")
        assert html_of(test).count("<caption>products") == 3
        assert "(bias) = **" in words_of(test)
        before = words_of(test)
        test.slider(key="images_convolution_row").set_value(3).run()
        assert not test.exception
        assert words_of(test) != before
        layer = test.selectbox(key="images_convolution_layer")
        layer.set_value(layer.options[-1].partition(":")[0]).run()
        assert not test.exception
        assert "(the other" in words_of(test)

    def test_nearest_without_the_data_shows_their_classes(self) -> None:
        test = visit(images_tab="Look inside", images_view="Nearest training images")
        assert "loupe fetch images" in words_of(test)

    def test_layer_and_class_change_the_map(self) -> None:
        test = visit(images_tab="Look inside")
        before = html_of(test)
        test.select_slider(key="images_cam_layer").set_value("gelu_1a").run()
        assert not test.exception
        early_layer = html_of(test)
        assert early_layer != before
        last = test.selectbox(key="images_class").options[-1]
        test.selectbox(key="images_class").select(last.partition(" (")[0]).run()
        assert not test.exception
        assert html_of(test) != early_layer


@pytest.mark.usefixtures("shipped")
class TestAugment:
    def test_slider_moves_picture_bars_and_curve(self) -> None:
        test = visit(images_tab="Augment")
        before = html_of(test)
        test.select_slider(key="images_brightness").set_value(100).run()
        assert not test.exception
        assert html_of(test) != before
        assert test.segmented_control(key="images_curve").value == "Brightness"
        test.button(key="images_reset").click().run()
        assert html_of(test) == before

    def test_sliders_are_set_by_the_url(self) -> None:
        parameters = {"images_right": "-3", "images_contrast": "1.5"}
        test = visit(images_tab="Augment", images_mirrored="true", **parameters)
        assert test.toggle(key="images_mirrored").value
        assert test.select_slider(key="images_right").value == -3
        assert test.select_slider(key="images_contrast").value == 1.5

    def test_curve_can_follow_each_slider(self) -> None:
        test = visit(images_tab="Augment")
        for name in ("Shift down", "Brightness", "Contrast", "Mirrored"):
            test.segmented_control(key="images_curve").set_value(name).run()
            assert not test.exception
        assert "Not mirrored" in html_of(test)


@pytest.mark.usefixtures("shipped")
class TestResults:
    def test_outcomes_are_drawn(self) -> None:
        text = words_of(visit(images_tab="Results"))
        assert "Accuracy per class" in text
        assert "Expected calibration error" in text

    def test_original_post_is_in_the_table(self) -> None:
        test = visit(images_tab="Results")
        assert any("Titan X" in table.value.to_string() for table in test.table)


def test_cell_without_the_data_lists_the_indices(shipped) -> None:
    def page() -> None:
        from engine.checkpoints import checkpoint
        from engine.images.analysis import outcomes
        from views.images.cell import draw_cell

        folder = checkpoint.find("images", "tiny")
        draw_cell("tiny", outcomes.read(folder, ("a", "b", "c")), 0, 1)

    test = AppTest.from_function(page, default_timeout=30).run()
    assert not test.exception
    assert "classified as b" in words_of(test)
    assert "loupe fetch images" in words_of(test)


def test_stored_calibration_is_read(shipped) -> None:
    assert "too few" in calibration.read(shipped).measured_on


def test_overview_shows_the_example(shipped) -> None:
    test = visiting.visit()
    assert not test.exception
    assert "What a network sees" in words_of(test)


def test_cell_with_the_data_shows_its_images(shipped, home) -> None:
    cifar.blank(home / "data")
    found = outcomes.read(shipped, ("a", "b", "c"))
    (image,) = images_of(found, [7])
    assert image.name == f"test image 7, {cifar.SEVEN}"
    assert image.address.startswith("data:image/png")

    def page() -> None:
        from engine.checkpoints import checkpoint
        from engine.images.analysis import outcomes
        from views.images.cell import draw_cell

        found = outcomes.read(checkpoint.find("images", "tiny"), ("a", "b", "c"))
        draw_cell("tiny", found, 0, int(found.answers[0]))

    test = AppTest.from_function(page, default_timeout=30).run()
    assert not test.exception
    assert "open it on the Try tab" in words_of(test)


def test_image_of_a_cell_opens_in_try(home) -> None:
    def page() -> None:
        import streamlit as st

        from views.images.test_images import open_in_try

        st.button("Open", on_click=open_in_try, args=(7, "tiny"))

    test = AppTest.from_function(page, default_timeout=30).run()
    test.button[0].click().run()
    assert test.query_params["images_network"] == "tiny"
    assert test.session_state["images_tab"] == "Try"
    assert test.session_state["images_number"] == 7


def test_classes_collected_on_the_page_are_trained_on_by_transfer(home) -> None:
    test = visit(images_tab="Train")
    test.session_state["images_collect"] = True
    test.run()
    for name, colour in list(pictures.COLOURS.items())[:2]:
        test.text_input(key="images_collect_name").set_value(name).run()
        photos = [
            (f"{n}.png", pictures.png(pictures.noisy(colour, n)), "image/png")
            for n in range(2)
        ]
        bad = ("words.png", b"no picture", "image/png")
        field = test.file_uploader(key=f"images_collect_files_{name}")
        field.set_value([*photos, bad]).run()
        assert "not a picture" in test.error[0].value
    test.button(key="images_collect_use").click().run()
    assert not test.exception
    words = words_of(test)
    assert "In use: my-classes.zip" in words
    assert "“blue” (2), “green” (2)" in words
    assert test.segmented_control(key="images_preset").value == "transfer"


def test_outside_pictures_are_counted_as_in_the_readme() -> None:
    readme = (PROJECT / "engine/images/README.md").read_text(encoding="utf-8")
    flagged = how_it_works.FLAGGED
    assert (
        f"`best` flags {flagged['best']} of the {how_it_works.OUTSIDE} (n = "
        f"{how_it_works.OUTSIDE}, `--stored`), `quick` {flagged['quick']}"
    ) in readme


@pytest.mark.parametrize("epoch", [None, 1.0])
@pytest.mark.parametrize(
    ("published", "which"), [(True, "CIFAR-10’s test images"), (False, "those images")]
)
def test_confidence_says_at_once_which_images_it_holds_for(
    monkeypatch, epoch, published, which
) -> None:
    stored = SimpleNamespace(right_at_similar_confidence=lambda confidence: 497)
    monkeypatch.setattr(
        confidence, "outcomes_of", lambda card: stored if published else None
    )
    answer = SimpleNamespace(percentile=0.35, confidence=0.9, agreeing=6, views=[0] * 6)
    fitted = SimpleNamespace(quantiles_of="the test images")
    first, second, *others = confidence.sentences(None, epoch, answer, fitted)
    assert first == "More confident than on 35% of the test images."
    assert second.startswith(f"This holds for {which} only")
    assert any("497 were right" in each for each in others) == (
        published and epoch is None
    )
