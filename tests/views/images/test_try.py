"""The Try tab: any file that a user drops gets an answer or an error message."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from engine.images.analysis import example
from tests.contract import pictures
from tests.engine.images import cifar
from tests.engine.images.test_pictures import BLUE, HEIC, RED, SVG, bomb, plain, saved
from tests.views.images_page import html_of, ship, visit, words_of
from ui import loading
from views.images import answer, upload


@pytest.fixture
def shipped(home, learned):
    return ship(learned("images", "quick").checkpoint)


def jpeg(colour, size=(60, 40)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def turned() -> bytes:
    """A photo whose EXIF data says that it must be rotated."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(plain(), "JPEG", exif=exif)


def animated() -> bytes:
    frames = [plain(colour=BLUE), plain()]
    return saved(plain(), "GIF", save_all=True, append_images=frames)


# Name, content, and the note or error.
ODD = (
    ("dance.gif", animated(), "first of its 3 frames"),
    (
        "print.jpg",
        saved(plain("CMYK", (0, 255, 255, 0)), "JPEG"),
        "Converted from CMYK",
    ),
    (
        "deep.png",
        saved(Image.fromarray(np.full((40, 40), 30_000, np.uint16))),
        "256 levels of grey",
    ),
    ("clear.png", saved(plain("RGBA", (*RED, 0))), "filled with grey"),
    ("grey.png", saved(plain("L", 90)), "Greyscale"),
    ("dot.png", saved(plain(size=(1, 1))), "from 1 × 1 to 32 × 32"),
    ("phone.jpg", turned(), "Rotated upright"),
)
BAD = (
    (
        "torn.png",
        saved(Image.fromarray(pictures.noisy(RED, 1)))[:900],
        "torn.png is damaged",
    ),
    ("bomb.png", bomb(20_000, 20_000), "bomb.png has too many pixels"),
    ("iphone.png", HEIC, "iphone.png is a HEIC photo"),
    ("logo.png", SVG, "logo.png is an SVG drawing"),
    ("words.png", b"no picture", "words.png is not a picture"),
)


def drop(test: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Do what dropping files does."""
    test.file_uploader(key="images_upload").set_value(
        [(name, content, "image/jpeg") for name, content in files]
    ).run()
    assert not test.exception
    return test


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
        test.selectbox(key="images_picture").set_value("own-1").run()
        assert not test.exception

    def test_odd_pictures_are_answered_each_with_a_sentence(self) -> None:
        test = drop(visit(), *((name, content) for name, content, _ in ODD))
        assert not test.error
        shown = html_of(test)
        assert [
            said for name, _, said in ODD if not (name in shown and said in shown)
        ] == []

    def test_other_files_get_an_error_and_pictures_are_answered(self) -> None:
        bad = ((name, content) for name, content, _ in BAD)
        test = drop(visit(), ("r.jpg", jpeg("red")), *bad, ("g.jpg", jpeg("green")))
        errors = "\n".join(error.value for error in test.error)
        assert len(test.error) == len(BAD)
        assert [said for *_, said in BAD if said not in errors] == []
        assert {"r.jpg", "g.jpg"} <= set(test.selectbox(key="images_picture").options)

    def test_too_many_files_are_cut_with_one_error(self, monkeypatch) -> None:
        monkeypatch.setattr(upload, "MAXIMUM_PICTURES", 3)
        files = [(f"{number}.jpg", jpeg("red", (8, 8))) for number in range(6)]
        test = drop(visit(), *files)
        (error,) = test.error
        assert "Some pictures were left out" in error.value
        assert len(test.session_state["images_own"]) == 3

    def test_own_pictures_stay_after_another_tab(self) -> None:
        test = drop(visit(), ("r.jpg", jpeg("red")))
        test.query_params["images_tab"] = "Augment"
        test.run()
        assert len(test.session_state["images_own"]) == 1

    def test_pictures_dropped_after_another_tab_join_those_before(self) -> None:
        test = drop(visit(), ("r.jpg", jpeg("red")), ("g.jpg", jpeg("green")))
        test.session_state["images_tab"] = "Augment"
        test.run()
        test.session_state["images_tab"] = "Try"
        test.run()
        drop(test, ("torn.jpg", b"torn"))
        assert [picture.name for picture in test.session_state["images_own"]] == [
            "r.jpg",
            "g.jpg",
        ]
        drop(test, ("b.jpg", jpeg("blue")))
        names = [picture.name for picture in test.session_state["images_own"]]
        assert names == ["r.jpg", "g.jpg", "b.jpg"]
        assert len({picture.id for picture in test.session_state["images_own"]}) == 3

    def test_removed_pictures_are_gone(self) -> None:
        test = drop(visit(), ("r.jpg", jpeg("red")))
        test.button(key="images_forget").click().run()
        assert not test.exception
        assert "images_own" not in test.session_state

    def test_crop_and_pad_give_different_pixels(self) -> None:
        test = drop(visit(), ("wide.jpg", jpeg("red", (120, 40))))
        cropped = html_of(test)
        test.segmented_control(key="images_fit").set_value("crop").run()
        assert not test.exception
        assert html_of(test) != cropped

    def test_nothing_chosen_gets_a_hint(self) -> None:
        test = visit()
        test.pills(key="images_drawn").set_value([]).run()
        assert "Drop a picture" in words_of(test)

    def test_answer_shows_its_calibration(self) -> None:
        test = visit()
        assert "test images with the closest confidence" in words_of(test)
        assert not test.get("plotly_chart")  # folded away, so not loaded
        test.session_state["images_calibration"] = True
        test.run()
        assert not test.exception
        assert "Expected calibration error" in words_of(test)
        assert test.get("plotly_chart")

    def test_test_image_is_chosen_by_its_number(self, home) -> None:
        cifar.blank(home / "data")
        tests = {"images_from": "Test images", "images_tests": "By number"}
        test = visit(**tests, images_number="7")
        assert "test image 7" in html_of(test)
        assert f"True class: {cifar.SEVEN}" in html_of(test)

    @pytest.mark.parametrize("which", ["At random", "Mistakes, most confident first"])
    def test_test_images_have_pages(self, home, which) -> None:
        cifar.blank(home / "data")
        test = visit(images_from="Test images", images_tests=which)
        first = test.selectbox(key="images_picture").options
        assert len(first) == 12
        test.number_input(key="images_page").set_value(2).run()
        assert not test.exception
        assert test.selectbox(key="images_picture").options != first

    def test_time_machine_uses_an_epoch(self) -> None:
        test = visit(images_epoch="1")
        assert html_of(test) != html_of(visit())

    def test_zip_of_folders_gives_accuracy_with_its_interval(self) -> None:
        test = visit()
        file = io.BytesIO(pictures.zipped(3))
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr("blue/broken.jpg", b"no picture")  # the others are read
        test.file_uploader(key="images_upload").set_value(
            [("own.zip", file.getvalue(), "application/zip")]
        ).run()
        assert not test.exception
        assert [e.value.partition(" is")[0] for e in test.error] == ["broken.jpg"]
        assert "of 9 right" in words_of(test)
        assert "95% confidence interval" in words_of(test)
        test.segmented_control(key="images_order").set_value("Mistakes first").run()
        assert not test.exception
        assert html_of(test).count("True class: red") >= 3
        test.session_state["images_own_confusion_open"] = True
        test.run()
        assert not test.exception
        assert test.get("plotly_chart")

    def test_csv_gives_the_true_classes_of_pictures(self) -> None:
        table = ("truth.csv", b"r.jpg,red\ng.jpg,tram\n")
        test = drop(visit(), ("r.jpg", jpeg("red")), ("g.jpg", jpeg("green")), table)
        assert "of 1 right" in words_of(test)
        assert "left out of the accuracy: tram" in words_of(test)
        assert "of 1 right" not in words_of(drop(test, ("r.jpg", jpeg("red"))))

    def test_both_framings_of_a_wide_picture_are_answered(self) -> None:
        test = drop(visit(), ("wide.jpg", jpeg("red", (120, 40))))
        assert "with **crop** instead of pad" in words_of(test)
        before = html_of(test)
        test.segmented_control(key="images_fit").set_value("crop").run()
        assert "with **pad** instead of crop" in words_of(test)
        assert html_of(test) != before
        test.select_slider(key="images_crop_at").set_value(100).run()
        assert not test.exception

    def test_network_that_was_trained_with_borders_is_named(self, monkeypatch) -> None:
        def and_one_with_borders(experiment):
            card = next(iter((cards := loading.cards_of(experiment)).values()))
            config = {**card.config, "borders": 0.3}
            return {**cards, "framed": replace(card, name="framed", config=config)}

        monkeypatch.setattr(answer, "cards_of", and_one_with_borders)
        test = drop(visit(), ("square.jpg", jpeg("red", (40, 40))))
        assert "“framed” has" not in words_of(test)
        test = drop(visit(), ("wide.jpg", jpeg("red", (120, 40))))
        assert "“framed” has" in words_of(test)
