"""What a visitor of the reading page would tell afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def answered(visitor):
    """Return the element that says the answer, once there is one."""
    answer = visitor.page.get_by_test_id("stMetricValue")
    expect(answer).to_be_visible()
    return answer


def context(visitor):
    """Return the context in which the answer is marked."""
    return visitor.page.get_by_role(
        "group", name="The paragraph, with the answer marked"
    )


def expect_marked(visitor, answer: str) -> None:
    """Assert that just these words of the context come to be marked as the answer."""
    visitor.page.wait_for_function(
        """answer => [...document.querySelectorAll('.found .paragraph .at0')]
            .map(piece => piece.textContent).join('') === answer""",
        arg=answer,
    )
    mark = context(visitor).locator(".at0").first
    expect(mark).to_have_css("text-decoration-line", "underline")


def saved(visitor, key: str) -> str:
    """Return the file that a download button hands over."""
    with visitor.page.expect_download() as download:
        visitor.press(key)
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_answer_is_there_at_first_and_another_question_moves_it(visitor):
    visitor.open("reading")
    first = answered(visitor).inner_text()
    expect_marked(visitor, first)

    visitor.by_key("reading_asked").get_by_text("What is the name of the goat?").click()

    expect(answered(visitor)).not_to_have_text(first)
    expect_marked(visitor, answered(visitor).inner_text())
    visitor.no_failure()


def test_attention_is_filtered_and_taken_away_and_words_are_deleted(visitor):
    visitor.open("reading")
    visitor.tab("Look inside")
    heat = visitor.by_key("reading_attention").locator(".heatmaplayer image").first
    expect(heat).to_be_visible()
    expect(visitor.page.get_by_role("figure", name="Attention weight")).to_be_visible()

    visitor.fill("reading_rows", "who zebra")
    expect(visitor.page.get_by_text("Not among these words: “zebra”")).to_be_visible()
    visitor.settle()
    table = saved(visitor, "reading_attention_csv").splitlines()
    assert "built" in table[0]
    assert [row.partition(",")[0] for row in table[1:]] == ["Who"]
    visitor.by_key("reading_attention_picture").get_by_text("SVG").click()
    visitor.settle()
    # For PNG its title ends in “as a PNG”: so the chart was drawn again, for SVG.
    save = visitor.by_key("reading_attention").locator("[data-title='Download plot']")
    with visitor.page.expect_download() as picture:
        save.click()
    assert "<svg" in Path(picture.value.path()).read_text(encoding="utf-8")

    visitor.by_key("reading_view").get_by_text("Occlusion", exact=True).click()
    visitor.press("reading_delete")
    expect(visitor.page.get_by_text("Kendall’s τ")).to_be_visible()
    effects = visitor.by_key("reading_effect").locator(".mark")
    expect(effects.filter(has_text="lighthouse").first).to_be_visible()
    visitor.no_failure()


def test_surface_fits_a_phone(visitor):
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.open("reading?reading_tab=Look+inside&reading_view=Start+and+end")
    expect(visitor.by_key("reading_tracks").locator("canvas").first).to_be_visible()
    expect(visitor.by_key("reading_pairs").locator("image").first).to_be_visible()
    visitor.no_failure()
    visitor.fits()
    visitor.open("reading?reading_tab=How+it+works")  # the last of nine tabs
    opened = visitor.page.get_by_role("tab", selected=True)
    expect(opened).to_be_in_viewport(ratio=0.9)


def test_markup_in_a_passage_is_shown_as_text(visitor):
    visitor.open("reading")
    answered(visitor)
    markup = "<script>document.title = 'evil'</script><b id=evil>Tomas</b>"
    visitor.fill("reading_context", f"{markup} lit the lamp of the tower in 1902.")
    # While the page is drawn again, the old paragraph stays beside the new.
    expect(context(visitor).filter(has_text="document.title")).to_be_visible()
    expect(context(visitor)).to_have_count(1)
    visitor.tab("Look inside")
    expect(visitor.by_key("reading_attention").locator("image").first).to_be_visible()
    assert visitor.page.locator("#evil").count() == 0
    assert "evil" not in visitor.page.title()
    visitor.no_failure()
