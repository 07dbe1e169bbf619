"""Mutations of files, seeded: as a disk, an editor or another version leaves them."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

ODD = (
    *(None, True, -1, 0, 1.5, 10**18, 10**400, "", "x", "\ud800", "\0", "../../x"),
    *([], {}, [[]], {"": None}, ["a", 1], "é" * 3000, "2026-13-45", "<b>:red[x]$"),
    *(float("nan"), float("inf"), float("-inf"), -(10**9), "99999-01-01", "1e999"),
)


def of_bytes(content: bytes, count: int, seed: int = 0) -> Iterator[bytes]:
    """Yield a file cut, with bytes changed, removed, doubled, or put elsewhere."""
    chance = random.Random(seed)
    for turn in range(count):
        damaged = bytearray(content)
        start = chance.randrange(len(content))
        end = min(len(content), start + chance.choice((1, 2, 8, 64, 1024)))
        match turn % 5:
            case 0:
                damaged[start] ^= 1 << chance.randrange(8)
            case 1:
                del damaged[start:]
            case 2:
                damaged[start:end] = chance.randbytes(end - start)
            case 3:
                del damaged[start:end]
            case 4:
                damaged[start:start] = damaged[start:end]
        yield bytes(damaged)


def of_json(value: Any, count: int, seed: int = 0) -> Iterator[str]:
    """Yield a JSON text with one value replaced, removed, or added."""
    chance = random.Random(seed)
    for _ in range(count):
        changed = copy.deepcopy(value)
        place, key = _somewhere(changed, chance)
        match chance.randrange(5):
            case 0:
                del place[key]
            case 1 if isinstance(place, dict):
                place[chance.choice(("", "new", "0"))] = chance.choice(ODD)
            case _:
                place[key] = chance.choice(ODD)
        text = json.dumps(changed, ensure_ascii=chance.random() < 0.5)
        yield text.replace("Infinity", chance.choice(("Infinity", "1e999")))


def _somewhere(value: Any, chance: random.Random) -> tuple[Any, Any]:
    """Return a container in a JSON value, and one of its keys."""
    places = [(value, key) for key in _keys(value)]
    for place, key in places:  # it grows while it is walked
        inner = place[key]
        places += [(inner, each) for each in _keys(inner)]
    return chance.choice(places)


def _keys(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value)
    return list(range(len(value))) if isinstance(value, list) else []
