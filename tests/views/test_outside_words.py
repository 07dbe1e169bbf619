"""No page reads Markdown or HTML in words of a card, a run or a file name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine.checkpoints import checkpoint
from engine.runs import about, store
from engine.runs.about import About
from engine.runs.events import Finished
from engine.sharing import exporting
from tests.contract import pictures, tiny
from tests.views.training import report, with_curve
from tests.views.visiting import APP

SIGN = ":red[Zq]"  # drawn in red where it is read as Markdown
MARKUP = re.compile(r":red\[Zq|\$Zq\$|<i>Zq")
WORDS = f"{SIGN} $Zq$ [Zq](https://zq.example) <i>Zq</i>"
PRESETS = (
    ("language", "quick"),
    ("language", "ngrams"),
    ("reading", "quick"),
    ("sentiment", "quick"),
    ("images", "quick"),
)
PLACES = [
    *(("", ""), ("runs", ""), ("ngrams", "Try"), ("ngrams", "Results")),
    *(
        (page, tab)
        for page in ("language", "reading", "sentiment", "images")
        for tab in ("Try", "Look inside", "Train", "Results", "How it works")
    ),
]


@pytest.fixture(scope="module")
def house(learned, tmp_path_factory) -> Iterator[None]:
    """Published networks and runs, described by somebody who means no good."""
    home = tmp_path_factory.mktemp("house")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("runs", "checkpoints", "data"):
            (home / name).mkdir()
            patch.setenv(f"LOUPE_{name.upper()}", str(home / name))
        for experiment, preset in PRESETS:
            trained = learned(experiment, preset).checkpoint
            card = checkpoint.read_card(trained, experiment)
            folder = home / "checkpoints" / experiment / f"{preset} {SIGN}"
            folder.parent.mkdir(exist_ok=True)
            files: dict[str, Path | bytes] = {n: trained / n for n in card.files}
            if "classes.json" in files:
                count = len(json.loads((trained / "classes.json").read_bytes()))
                named = [f"{i} {WORDS}" for i in range(count)]
                files["classes.json"] = json.dumps(named).encode()
            checkpoint.write(folder, described(card, folder.name), files)
        for experiment in ("language", "images"):
            run = with_curve(tiny.create(experiment, "quick", title=f"{SIGN}.txt"))
            about.write(run, About(f"{SIGN} {experiment}", WORDS, (SIGN, "<i>Zq</i>")))
            report(run, Finished(60.0, 50, "failed", WORDS))
        broken = tiny.create("reading", "quick").folder
        broken.rename(broken.with_name(f"20260101-000000-{SIGN}"))
        (broken.with_name(f"20260101-000000-{SIGN}") / "config.json").write_text("{")
        yield


def described(card: checkpoint.Card, name: str) -> checkpoint.Card:
    """Return a card whose every free field holds markup."""
    metrics = [replace(metric, note=WORDS) for metric in card.metrics]
    return replace(
        tiny.renamed(card, name),
        note=WORDS,
        machine=WORDS,
        command=WORDS,
        facts={**card.facts, "title": WORDS, SIGN: WORDS},
        metrics=(*metrics, *(replace(m, split=SIGN) for m in metrics[:1])),
    )


def nodes(block: Any) -> Iterator[Any]:
    """Yield every element and block below a block of a page."""
    for child in getattr(block, "children", {}).values():
        yield child
        yield from nodes(child)


def read_as_markup(node: Any) -> list[str]:
    """Return the texts of an element that the browser reads as Markdown or HTML."""
    proto = node.proto
    if proto is None:  # a container
        return []
    kind = getattr(node, "type", "")
    if kind in ("arrow_table", "table"):
        cells = node.value
        return [*map(str, cells.columns), *map(str, cells.to_numpy().ravel())]
    if kind == "html":  # Markdown is not read there
        return [str(proto.body).replace(SIGN, "").replace("$Zq$", "")]
    if kind in ("code", "json", "arrow_data_frame", "text", "exception"):
        return []
    texts = [
        str(value)
        for field, value in proto.ListFields()
        if field.name in ("body", "label", "help", "delta", "caption", "text")
    ]
    if kind in ("radio", "button_group"):
        texts += [str(option) for option in proto.options]
    texts += [
        str(value.label)
        for field, value in proto.ListFields()
        if field.name in ("expandable", "tab", "popover")
    ]
    return texts


def look(page: str, tab: str) -> AppTest:
    """Return a tab of a page with what is folded away opened."""
    test = AppTest.from_file(str(APP), default_timeout=90)
    test.session_state[f"{page}_in_use"] = True
    test.query_params[f"{page}_tab"] = tab
    test.query_params["runs_chosen"] = [run.id for run in store.list_runs()]
    if page:
        test.switch_page(f"pages/{page}.py")
    test.run()
    assert not test.exception
    return test


@pytest.mark.slow
@pytest.mark.usefixtures("house", "ready")
@pytest.mark.parametrize(("page", "tab"), PLACES)
def test_words_from_outside_are_drawn_as_they_are(page, tab):
    read = [t for node in nodes(look(page, tab)._tree) for t in read_as_markup(node)]
    assert len(read) > 10
    assert not [text for text in read if MARKUP.search(text)]


FILE = f"{SIGN} $Zq$ <i>Zq"
PUBLISHED = f"quick {SIGN}".encode()  # its ZIP is made in the test
# Page and tab, the upload's key, the ending of a file, and one that is accepted.
UPLOADS = (
    ("language", "Train", "language_own_file", "txt", tiny.TINY["language"].data),
    ("reading", "Train", "reading_own_file", "json", tiny.TINY["reading"].data),
    ("sentiment", "Train", "sentiment_own_file", "tsv", tiny.TINY["sentiment"].data),
    ("images", "Train", "images_own_file", "zip", tiny.TINY["images"].data),
    (
        "images",
        "Try",
        "images_upload",
        "png",
        pictures.png(pictures.noisy((9, 9, 9), 1)),
    ),
    ("images", "Try", "images_upload", "zip", pictures.zipped(1)),
    ("sentiment", "Many reviews", "sentiment_many_file", "txt", b"A fine film.\n"),
    ("runs", "", "runs_import_file", "zip", PUBLISHED),
)


@pytest.mark.slow
@pytest.mark.usefixtures("house", "ready")
@pytest.mark.parametrize("accepted", [True, False], ids=["accepted", "refused"])
@pytest.mark.parametrize(
    ("page", "tab", "key", "ending", "content"),
    UPLOADS,
    ids=[f"{upload[2]}-{upload[3]}" for upload in UPLOADS],
)
def test_names_of_uploaded_files_are_drawn_as_they_are(
    page, tab, key, ending, content, accepted
):
    test = look(page, tab)
    if tab == "Train":
        test.selectbox(key=f"{page}_data").set_value("My own data").run()
    errors = [error.value for error in test.error]
    if content == PUBLISHED:
        content = exporting.to_bytes("language", content.decode())
    file = (f"{FILE}.{ending}", content if accepted else b"\0\1", "")
    field = test.file_uploader(key=key)
    field.set_value([file] if field.proto.multiple_files else file)
    if key == "runs_import_file":  # in a form
        test.button(key="runs_import_start").click()
    test.run()
    assert not test.exception
    read = [text for node in nodes(test._tree) for text in read_as_markup(node)]
    assert not [text for text in read if MARKUP.search(text)]
    assert ([error.value for error in test.error] == errors) is accepted
