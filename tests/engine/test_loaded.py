"""A server's memory has a bound, whatever its visitors ask for."""

from __future__ import annotations

import ast
import gc
import re
import weakref
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from engine import settings
from engine.errors import ConfigError, LoupeError
from engine.loaded import Loaded, megabytes_of
from engine.settings import PROJECT
from tests.test_boundaries import sources

CACHE = re.compile(r"(functools\.)?(lru_)?cache\b")


class Network:
    """Stands for one: it refers to itself, as a Keras model does."""

    def __init__(self) -> None:
        self.itself = self


def test_least_recently_used_goes_and_is_freed():
    loaded = Loaded(limit_megabytes=100)
    gone = weakref.ref(loaded.get("a", 40, Network))
    loaded.get("b", 40, Network)
    loaded.get("a", 40, Network)  # used again: b is the oldest now
    loaded.get("c", 40, Network)
    assert loaded.keys == ["a", "c"]
    loaded.get("d", 90, Network)
    assert loaded.keys == ["d"]
    assert gone() is None
    loaded.get("larger than the limit", 500, Network)
    assert loaded.keys == ["larger than the limit"]


def test_others_are_gone_through_only_where_one_is_dropped(monkeypatch):
    walks = []
    monkeypatch.setattr("gc.unfreeze", lambda: walks.append("all"))
    loaded = Loaded(limit_megabytes=100)
    loaded.get("a", 40, Network)
    loaded.get("b", 40, Network)
    assert walks == []
    loaded.get("c", 40, Network)
    assert walks == ["all"]


def test_a_thousand_requests_stay_below_the_limit(monkeypatch):
    monkeypatch.setattr(
        "gc.collect", lambda: 0
    )  # a tenth of a second, a thousand times
    loaded = Loaded(limit_megabytes=800)
    for epoch in range(1000):
        loaded.get(("language", epoch), 41.5, object)
        assert loaded.megabytes <= 800
    assert len(loaded.keys) == 19


def test_many_at_one_moment_load_once_and_a_failure_keeps_nothing():
    loaded, made, everyone = Loaded(100), [], Barrier(8)

    def ask() -> None:
        everyone.wait()
        loaded.get("a", 1, lambda: made.append(1) or object())

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]

    def fail() -> None:
        raise LoupeError("damaged")

    with pytest.raises(LoupeError):
        loaded.get("b", 1, fail)
    assert loaded.get("b", 1, lambda: 5) == 5
    gc.collect()


def test_real_network_is_freed_once_it_is_dropped(tiny_checkpoint):
    from engine import registry
    from engine.checkpoints import checkpoint

    card = checkpoint.read_card(tiny_checkpoint, "language")
    loaded = Loaded(limit_megabytes=1)
    language = registry.get("language")
    gone = weakref.ref(
        loaded.get("a", megabytes_of(card), lambda: language.load(tiny_checkpoint))
    )
    assert gone() is not None
    loaded.get("b", megabytes_of(card), object)
    assert gone() is None


def test_collecting_garbage_does_not_go_through_loaded_networks():
    # Streamlit collects after every run of a page, with all visitors waiting.
    loaded = Loaded(limit_megabytes=100)
    network = loaded.get("a", 1, lambda: [Network() for _ in range(1000)])
    assert gc.get_freeze_count() > len(network)
    walked = {id(each) for each in gc.get_objects()}
    assert not walked & {id(each) for each in network}


@pytest.mark.parametrize("word", ["0", "-5", "much", "1.5", "5", "9" * 9])
def test_limit_is_a_number_of_megabytes(monkeypatch, word):
    monkeypatch.setenv("LOUPE_MEMORY", word)
    with pytest.raises(ConfigError, match="LOUPE_MEMORY must be a number of megabytes"):
        settings.check()


def test_limit_is_what_was_set(monkeypatch):
    assert settings.memory_megabytes() == 800
    monkeypatch.setenv("LOUPE_MEMORY", "250")
    assert settings.memory_megabytes() == 250


def test_every_cache_of_the_pages_has_a_bound():
    found = []
    for path in sources("ui", "views", "pages", "app.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for maker in getattr(node, "decorator_list", []):
                call = maker.func if isinstance(maker, ast.Call) else maker
                if not ast.unparse(call).startswith("st.cache_"):
                    continue
                given = getattr(maker, "keywords", [])
                bounded = "max_entries" in {keyword.arg for keyword in given}
                found.append((f"{path.relative_to(PROJECT)}:{maker.lineno}", bounded))
    assert len(found) > 20
    assert not [place for place, bounded in found if not bounded]


# Caches of functions that keep every answer, and why there are few.
UNBOUNDED = {
    "engine/language/measures.py training_text.find": "it ends with the measurement",
    "engine/reading/tokens.py _splitter": "it takes no argument",
    "engine/runs/cluster/job.py _listing": "one for each of SCHEDULERS",
    "engine/runs/cluster/job.py scheduler": "one for each of SCHEDULERS",
    "engine/schema.py _fields": "one for each dataclass of the code",
    "views/images/guide_answers.py _photo": "the photos of the guide’s stops",
    "views/images/guide_answers.py _ship": "it takes no argument",
}


def test_every_cache_of_a_function_has_a_bound_or_few_keys():
    places, bounded = set(), 0
    for path in sources("engine", "ui", "views", "pages", "app.py", "serve.py"):
        for maker, name in functions_cached(path.read_text(encoding="utf-8")):
            keeps_all = "lru_cache" not in maker or "None" in maker
            bounded += not keeps_all
            if keeps_all:
                places.add(f"{path.relative_to(PROJECT)} {name}")
    assert bounded > 5
    assert places == set(UNBOUNDED)


def functions_cached(text: str) -> Iterator[tuple[str, str]]:
    """Yield each use of functools.cache or lru_cache, and the function’s name."""
    for node in ast.walk(ast.parse(text)):
        for maker in getattr(node, "decorator_list", []):
            if CACHE.match(ast.unparse(maker)):
                yield ast.unparse(maker), node.name
        if isinstance(node, ast.Call) and CACHE.fullmatch(ast.unparse(node.func)):
            for function in node.args:
                yield ast.unparse(node.func), ast.unparse(function)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@cache\ndef f(): ...", [("cache", "f")]),
        ("@lru_cache(maxsize=None)\ndef f(): ...", [("lru_cache(maxsize=None)", "f")]),
        ("g = functools.cache(text.find)", [("functools.cache", "text.find")]),
        ("@cached_property\ndef f(self): ...", []),
    ],
)
def test_caches_of_functions_are_found(text, found):
    assert list(functions_cached(text)) == found
