"""The Train tab downloads what it needs, and says whose it is before."""

from __future__ import annotations

import urllib.request

import pytest

from engine import registry
from engine.data import fetching
from tests.engine.data.test_download import Server
from tests.views.visiting import visit


@pytest.fixture(autouse=True)
def _nothing_fetched_yet(home, ready, monkeypatch):
    monkeypatch.setattr(fetching, "_latest", {})


def words_of(test) -> str:
    kinds = (test.markdown, test.caption, test.error, test.code)
    return "\n".join(element.value for kind in kinds for element in kind)


@pytest.mark.parametrize("name", registry.NAMES)
def test_missing_data_is_offered_with_size_publisher_and_terms(name):
    test = visit(name, **{f"{name}_tab": "Train"})
    source = registry.get(name).sources[0]
    words = words_of(test)
    assert source.licence in words
    assert f"./loupe fetch {name}" in words
    (button,) = [b for b in test.button if b.label.startswith("Download")]
    assert button.label.removeprefix("Download ") in words


def test_click_downloads_and_a_wrong_file_is_said(monkeypatch):
    monkeypatch.setattr(urllib.request, "urlopen", Server(b"x" * 1_115_394))
    test = visit("language", language_tab="Train")
    source = registry.get("language").sources[0]
    test.button(key="language_fetch_shakespeare_start").click().run()
    from engine.data.sources import data_folder

    under_way = fetching.latest(source, data_folder())
    assert under_way is not None
    under_way.join()
    test.run()
    assert "is not the published file" in words_of(test)


def test_server_that_only_shows_offers_no_download(monkeypatch):
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    test = visit("language", language_tab="Train")
    assert not [b for b in test.button if b.label.startswith("Download")]
