"""Every tab of the images page looks at the same picture."""

from __future__ import annotations

import pytest

from tests.views.images.test_try import drop, jpeg
from tests.views.images_page import html_of, ship, visit


@pytest.fixture(autouse=True)
def shipped(home, learned):
    return ship(learned("images", "quick").checkpoint)


@pytest.mark.parametrize("tab", ["Look inside", "Augment"])
def test_every_tab_looks_at_the_same_picture(tab) -> None:
    test = drop(visit(), ("r.jpg", jpeg("red")), ("g.jpg", jpeg("green")))
    test.selectbox(key="images_picture").set_value("own-0").run()
    test.session_state["images_tab"] = tab
    test.run()
    assert test.selectbox(key="images_picture").value == "own-0"
    test.selectbox(key="images_picture").set_value("drawn-frog").run()
    test.session_state["images_tab"] = "Try"
    test.run()
    assert not test.exception
    assert test.pills(key="images_drawn").value == ["frog"]


def test_real_photos_can_be_tried_and_looked_into() -> None:
    test = visit(images_from="Photos")
    assert "Picture cat" in html_of(test)
    test.session_state["images_tab"] = "Augment"
    test.run()
    test.selectbox(key="images_picture").set_value("photo-coffee").run()
    test.session_state["images_tab"] = "Try"
    test.run()
    assert not test.exception
    assert test.pills(key="images_photos").value == ["coffee"]
