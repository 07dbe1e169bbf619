"""From the whole network to one number of a map, and a kernel to play with."""

from __future__ import annotations

from functools import partial

import pytest

from tests.views import visiting
from tests.views.images_page import html_of, ship, words_of

visit = partial(visiting.visit, "images", images_tab="Look inside")
OWN = {
    "images_view": "One convolution",
    "images_convolution_of": "A kernel of your own",
}

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def shipped(home, learned):
    return ship(learned("images", "quick").checkpoint)


def test_map_of_the_whole_network_opens_its_convolution() -> None:
    test = visit(images_view="One convolution", images_convolution_row="1")
    assert test.slider(key="images_convolution_row").value == 1
    test.segmented_control(key="images_convolution_of").set_value(
        "A kernel of your own"
    ).run()
    test.segmented_control(key="images_view").set_value("The whole network").run()
    assert html_of(test).count("<figcaption>no. ") > 6
    chosen = test.selectbox(key="images_network_map").value
    test.button(key="images_network_open").click().run()
    assert not test.exception
    layer, _, number = chosen.partition("/")
    assert test.selectbox(key="images_convolution_layer").value == layer
    assert test.slider(key="images_convolution_channel").value == int(number)
    assert "(bias) = **" in words_of(test)
    # Where its value is largest, not at the place that was looked at before.
    assert test.slider(key="images_convolution_row").value != 1


def test_channel_of_the_map_is_held_and_travels_in_the_link() -> None:
    test = visit(images_view="The whole network")
    assert "GELU does what ReLU does" in words_of(test)
    chosen = test.selectbox(key="images_network_map").value
    test.button(key="images_network_hold").click().run()
    assert not test.exception
    stage, _, number = chosen.partition("/")
    assert test.selectbox(key="images_channel_stage").value == stage
    assert test.slider(key="images_channel_number").value == int(number)
    assert f"{stage} no. {number} held at 0.00" in html_of(test)
    assert "loupe fetch images" in words_of(test)

    best = next(b for b in test.button if b.key.startswith("images_channel_off"))
    best.click().run()
    test.slider(key="images_channel_held").set_value(150).run()
    before = html_of(test)
    arrived = visit(
        images_view="One channel",
        **{
            key: value
            for key, value in test.query_params.items()
            if key.startswith("images_channel")
        },
    )
    assert not arrived.exception
    assert html_of(arrived) == before


def test_kernel_slides_place_by_place() -> None:
    test = visit(**OWN)
    assert html_of(test).count("<caption>products") == 1
    assert "row 1, column 1 of the output" in words_of(test)
    test.button(key="images_kernel_place_on").click().run()
    assert "row 1, column 2 of the output" in words_of(test)
    assert test.query_params["images_kernel_place"] == "2"
    test.slider(key="images_kernel_stride").set_value(3).run()
    test.slider(key="images_kernel_padding").set_value(2).run()
    assert not test.exception
    assert test.latex[0].value.count("= 4") == 1
    assert test.slider(key="images_kernel_place").max == 16


def test_kernel_is_written_taken_and_carried_by_the_link() -> None:
    test = visit(**OWN, images_kernel="2")
    assert test.text_area(key="images_kernel").value == "2"
    test.button(key="images_kernel_blur").click().run()
    assert test.text_area(key="images_kernel").value.startswith("0.11 0.11")
    assert not test.error
    test.text_area(key="images_kernel").set_value("1 2\n3").run()
    assert "as many rows as columns" in test.error[0].value
    assert test.query_params["images_kernel"] == "1 2\n3"


def test_kernel_plays_to_its_last_place() -> None:
    test = visit(**OWN, images_kernel="1", images_kernel_stride="3")
    assert test.slider(key="images_kernel_place").max == 9
    test.button(key="images_kernel_place_play").click().run()
    assert test.button(key="images_kernel_place_play").label == "Pause"
    test.slider(key="images_kernel_place").set_value(9).run()
    assert not test.exception
    assert test.button(key="images_kernel_place_play").disabled
