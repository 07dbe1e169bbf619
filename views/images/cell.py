"""A cell of the confusion matrix: its images, and each opens on the Try tab."""

import streamlit as st

from engine.data.sources import data_folder
from engine.images.analysis import rendering, single_images
from engine.images.analysis.outcomes import Outcomes
from engine.images.data import TEST
from ui.format import percent
from ui.notices import plain
from views.images.test_images import open_in_try

_MOST = 48  # images of a cell at once

_STYLE = """
.grid { display: grid; gap: 0.7rem; font-family: var(--st-font);
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
        st.caption(
            "CIFAR-10 is not on this machine, so the images cannot be shown; "
            "`./loupe fetch images` downloads them. Their indices in the test set: "
            + ", ".join(str(place) for place in places[:_MOST])
            + "."
        )
        return
    _draw_images(network, images_of(outcomes, places[:_MOST]))
    more = (
        f" The {_MOST} most confident of {len(places):,} are shown."
        if len(places) > _MOST
        else ""
    )
    st.caption(f"Choose an image to open it on the Try tab.{more}")


def images_of(outcomes: Outcomes, places: list[int]) -> list[dict[str, str | int]]:
    """Return the test images with some indices, as the component takes them."""
    confidences = outcomes.confidences
    return [
        {
            "place": place,
            "name": f"{held.name}, {held.truth}",
            "note": f"no. {place}, {percent(confidences[place])}",
            "address": rendering.data_uri(held.preview),
        }
        for place, held in zip(
            places, single_images.read(data_folder(), TEST, places), strict=True
        )
    ]


def _draw_images(network: str, images: list[dict[str, str | int]]) -> None:
    """Draw the images as buttons; the one that is pressed opens on the Try tab."""
    key = f"images_cell_{network}"

    def picked() -> None:
        place = st.session_state[key].get("picked")
        if place in {image["place"] for image in images}:
            open_in_try(place, network)

    _COMPONENT(key=key, data={"images": images}, on_picked_change=picked)
