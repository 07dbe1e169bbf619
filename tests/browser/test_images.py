"""Stories of a visitor on the images page."""

from __future__ import annotations

import base64
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from engine.images.analysis import drawings
from engine.runs.events import Finished
from tests.browser.driver import serving
from tests.contract import pictures, tiny
from tests.engine.images import cifar
from tests.views import training

pytestmark = pytest.mark.browser

# The data of a drop or paste event.
_TRANSFER = """([name, kind, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type: kind }));
  return transfer;
}"""
_PASTE = """(clipboardData) => document.body.dispatchEvent(
  new ClipboardEvent("paste", { clipboardData, bubbles: true }))"""

_DRAWN = """() => document.querySelector(
  ".st-key-images_loss_chart canvas").toDataURL()"""


@pytest.fixture(scope="module")
def images_server(tmp_path_factory):
    """The app with shipped networks, black files of CIFAR-10, and a finished run."""
    home = tmp_path_factory.mktemp("images")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOUPE_RUNS", str(home / "runs"))
        run = training.with_curve(tiny.create("images", "quick", title="before.zip"))
        training.report(run, Finished(60.0, 50, "done", ""))
    with serving(home, LOUPE_DATA=str(cifar.blank(home / "data"))) as server:
        yield server


@pytest.fixture
def viewer(visiting, images_server):
    """A visitor of that server."""
    return visiting(images_server)


def photo():
    """Return a photo as a camera saves it: large, wide, lying on its side."""
    wide = Image.new("RGB", (1600, 1200), (96, 120, 80))
    wide.paste(drawings.load("cat").image.resize((900, 900)), (350, 150))
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    wide.rotate(90, expand=True).save(file, "JPEG", quality=85, exif=exif)
    return file.getvalue()


def data_transfer(viewer, name, kind, content):
    """Return a file as the browser passes it on when it is dropped or pasted."""
    encoded = base64.b64encode(content).decode("ascii")
    return viewer.page.evaluate_handle(_TRANSFER, [name, kind, encoded])


def bars(viewer):
    """Return the first group of bars on the page."""
    return viewer.page.locator(".bars").first


def test_dropped_photo_gets_bars_and_sliders_change_them(viewer):
    viewer.open("images")
    file = data_transfer(viewer, "garden.jpg", "image/jpeg", photo())
    field = viewer.by_key("images_upload").get_by_test_id("stFileUploaderDropzone")
    field.dispatch_event("drop", {"dataTransfer": file})

    expect(viewer.page.get_by_alt_text("Picture garden.jpg")).to_be_visible()
    expect(viewer.page.get_by_text("Rotated upright")).to_be_visible()
    expect(bars(viewer).get_by_role("listitem")).to_have_count(3)
    viewer.slide("images_top", 2)
    expect(bars(viewer).get_by_role("listitem")).to_have_count(5)

    viewer.tab("Augment")
    changed = viewer.page.get_by_alt_text("The changed picture")
    before = changed.get_attribute("src")
    viewer.slide("images_brightness", 3)
    expect(changed).not_to_have_attribute("src", before)
    expect(viewer.page).to_have_url(re.compile("images_brightness=30"))
    viewer.no_failure()


def test_pasted_picture_is_answered(viewer):
    viewer.page.set_viewport_size({"width": 390, "height": 844})
    viewer.open("images")
    expect(viewer.page.get_by_text("paste a copied picture")).to_be_visible()
    content = pictures.png(pictures.noisy(pictures.COLOURS["red"], 1))
    viewer.page.evaluate(
        _PASTE, data_transfer(viewer, "copied.png", "image/png", content)
    )
    expect(viewer.page.get_by_alt_text("Picture copied.png")).to_be_visible()
    viewer.no_failure()
    viewer.fits()


def test_image_in_a_cell_of_the_confusion_matrix_opens_in_try(viewer):
    viewer.open("images?images_tab=Results&images_results_network=best")
    viewer.click_cell("images_confusion_best", 3, 5, of=10)
    expect(viewer.page.get_by_text("cat, classified as dog")).to_be_visible()
    viewer.page.get_by_role("button", name=re.compile("^Open test image")).first.click()
    expect(
        viewer.page.get_by_text("True class: airplane")
    ).to_be_visible()  # black ones are
    viewer.no_failure()


@pytest.mark.parametrize("view", ["The whole network", "Feature maps"])
def test_clicked_map_opens_its_convolution(viewer, view):
    viewer.open(f"images?images_tab=Look+inside&images_view={view.replace(' ', '+')}")
    shown = viewer.page.locator("button[data-id]").last
    filter_number = shown.get_attribute("data-id").partition("/")[2]
    shown.focus()
    viewer.page.keyboard.press("Enter")
    expect(viewer.page.get_by_text("(bias) =").first).to_be_visible()
    expect(
        viewer.page.get_by_text(f"This is the value of filter {filter_number} of")
    ).to_be_visible()
    viewer.no_failure()


def test_run_on_own_pictures_lies_over_another(viewer):
    viewer.open("images?images_tab=Train&images_preset=quick")
    viewer.choose("images_data", "My own data")
    viewer.by_key("images_own_file").locator("input[type=file]").set_input_files(
        {
            "name": "colours.zip",
            "mimeType": "application/zip",
            "buffer": pictures.zipped(12),
        }
    )
    expect(
        viewer.page.get_by_text("36 pictures in 3 classes: “blue” (12)")
    ).to_be_visible()
    viewer.page.get_by_text("All settings").click()
    viewer.fill("images_quick_epochs", "2")
    viewer.press("images_start")
    done = viewer.page.get_by_text("Done.", exact=True)
    expect(done).to_have_count(0)  # of the run before
    expect(done.first).to_be_visible()
    viewer.settle()

    alone = viewer.page.evaluate(_DRAWN)
    viewer.page.get_by_text("Chart", exact=True).click()
    viewer.by_key("images_compare").locator("input").click()
    viewer.page.get_by_role("option").first.click()
    viewer.page.wait_for_function(f"alone => ({_DRAWN})() !== alone", arg=alone)
    viewer.no_failure()
