"""A cell of the confusion matrix, and test images that each open on the Try tab."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from engine.data.sources import data_folder
from engine.images.analysis import rendering, single_images
from engine.images.analysis.outcomes import Outcomes
from engine.images.data import TEST
from ui.format import percent
from ui.notices import plain
from views.images.test_images import open_in_try

CHOOSE = "Choose an image to open it on the Try tab."
_MOST = 48  # images of a cell at once

_STYLE = """
.grid { display: grid; gap: 0.7rem; align-items: start; font-family: var(--st-font);
  grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr)); }
button { padding: 0; border: 0; background: none; color: var(--st-text-color);
  font: inherit; text-align: left; cursor: pointer; max-width: 7rem; }
img { width: 100%; display: block; image-rendering: pixelated; aspect-ratio: 1;
  box-sizing: border-box; border-radius: 2px;
  border: 1px solid rgba(128, 128, 128, 0.35); }
small { font-size: 0.8rem; line-height: 1.35; opacity: 0.85; display: block; }
button:hover img, button:focus-visible img {
  outline: 2px solid var(--st-primary-color); }
button:focus-visible { outline: none; }
"""
_SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  const buttons = data.images.map((shown) => {
    const button = document.createElement("button");
    button.type = "button";
    button.title = `Open ${shown.name} in Try`;
    button.setAttribute("aria-label", `${button.title}: ${shown.note}`);
    const image = new Image();
    image.src = shown.address;
    image.alt = "";
    const note = document.createElement("small");
    note.textContent = shown.note;
    button.append(image, note);
    button.onclick = () => setTriggerValue("picked", shown.place);
    return button;
  });
  parentElement.querySelector(".grid").replaceChildren(...buttons);
}
"""
_COMPONENT = st.components.v2.component(
    "loupe_cell", html='<div class="grid"></div>', css=_STYLE, js=_SCRIPT
)


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A test image to choose."""

    place: int  # its index in the test set
    name: str
    note: str  # below it
    address: str  # a data URI


def draw_cell(network: str, outcomes: Outcomes, truth: int, predicted: int) -> None:
    """Draw the images of one true and one predicted class, most confident first.

    Args:
        network: Whose predictions.
        outcomes: Its predictions on all test images.
        truth: The row, index of a class.
        predicted: The column, index of a class.
    """
    places = outcomes.cell(truth, predicted)
    noun = "image" if len(places) == 1 else "images"
    st.markdown(
        f"**{len(places):,} {noun} of {plain(outcomes.classes[truth])}, classified as "
        f"{plain(outcomes.classes[predicted])}**"
        + (", most confident first" if places[1:] else "")
    )
    if not places:
        return
    if not single_images.is_available(data_folder()):
        list_test_images(places[:_MOST])
        return
    draw_test_images(f"images_cell_{network}", network, images_of(outcomes, places))
    more = (
        f" The {_MOST} most confident of {len(places):,} are shown."
        if len(places) > _MOST
        else ""
    )
    st.caption(f"{CHOOSE}{more}")


def images_of(outcomes: Outcomes, places: list[int]) -> list[Thumbnail]:
    """Return the first test images of some indices, with the answers’ confidence."""
    confidences, shown = outcomes.confidences, places[:_MOST]
    return [
        Thumbnail(
            place,
            f"{held.name}, {held.truth}",
            f"no. {place}, {percent(confidences[place])}",
            rendering.data_uri(held.preview),
        )
        for place, held in zip(
            shown, single_images.read(data_folder(), TEST, shown), strict=True
        )
    ]


def list_test_images(places: Sequence[int]) -> None:
    """Say that CIFAR-10 is not here, and which test images would be shown."""
    st.caption(
        "CIFAR-10 is not on this machine, so the images cannot be shown; "
        "`./loupe fetch images` downloads them. Their indices in the test set: "
        + ", ".join(map(str, places))
        + "."
    )


def draw_test_images(key: str, network: str, images: Sequence[Thumbnail]) -> None:
    """Draw test images as buttons; the one that is pressed opens on the Try tab.

    Args:
        key: Of the component, unique on a page.
        network: That is open on the Try tab then.
        images: In order.
    """

    def picked() -> None:
        place = st.session_state[key].get("picked")
        if place in {image.place for image in images}:
            open_in_try(place, network)

    data = {"images": [asdict(image) for image in images]}
    _COMPONENT(key=key, data=data, on_picked_change=picked)
