"""JSON from disk, checked against the types of a dataclass before anyone uses it.

Files of runs and checkpoints can be cut, edited by hand, or come from another version:
whatever they hold, reading one gives a sound value or a ValueError.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

_LARGEST = 10**15  # of whole numbers: sums and products with it stay finite


def from_json(text: str) -> Any:
    """Return the value of a JSON text whose numbers are finite and text is Unicode.

    Raises:
        ValueError: It is not JSON, is nested too deeply, or holds NaN, an infinite
            number, a whole number beyond 10¹⁵ or half of a character.
    """
    try:
        value = json.loads(
            text, parse_constant=_real, parse_float=_real, parse_int=_whole
        )
        if "\\u" in text:  # an escape can stand for half of a character
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON from line {error.lineno} on") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value


def _real(word: str) -> float:
    value = float(word)
    if not math.isfinite(value):
        raise ValueError(f"“{word}” is not a finite number")
    return value


def _whole(word: str) -> int:
    if len(word) > 16 or abs(int(word)) > _LARGEST:
        raise ValueError("a number is too large")
    return int(word)


def build(kind: type[T], values: object) -> T:
    """Return the dataclass that a mapping from JSON describes.

    Args:
        kind: A dataclass. Its fields are bool, int, float, str, Any, dataclasses, and
            tuples and mappings of them.
        values: Every field without a default, and no other name.

    Raises:
        ValueError: It is something else; the message names the field.
    """
    if not isinstance(values, dict):
        raise ValueError(f"a {kind.__name__} must be a mapping")
    declared = _fields(cast(Any, kind))
    if unknown := sorted(map(str, values.keys() - declared.keys())):
        raise ValueError(f"“{unknown[0][:40]}” is unknown")
    required = {name for name, (_, needed) in declared.items() if needed}
    if missing := sorted(required - values.keys()):
        raise ValueError(f"“{missing[0]}” is missing")
    return kind(
        **{n: _checked(declared[n][0], value, n) for n, value in values.items()}
    )


@cache
def _fields(kind: type[Any]) -> dict[str, tuple[Any, bool]]:
    """Return name -> type and whether it is required, of a dataclass."""
    hints = get_type_hints(kind)
    return {
        f.name: (
            hints[f.name],
            f.default is MISSING and f.default_factory is MISSING,
        )
        for f in fields(kind)
    }


def _checked(kind: Any, value: Any, name: str) -> Any:
    """Return a value as its type; raise ValueError naming the field."""
    origin = get_origin(kind) or kind
    if kind is Any:
        return value
    if kind is float and type(value) is int:
        return float(value)
    if kind in (bool, int, float, str) and type(value) is kind:
        return value
    if is_dataclass(kind):
        return build(cast(type[Any], kind), value)
    if origin in _COLLECTIONS:
        wanted, collect = _COLLECTIONS[origin]
        if isinstance(value, wanted):
            return collect(get_args(kind), value, name)
    raise ValueError(f"“{name}” is not {_WORDS.get(origin, 'what it should be')}")


def _tuple(kinds: tuple[Any, ...], value: list[Any], name: str) -> tuple[Any, ...]:
    return tuple(_checked(kinds[0], item, name) for item in value)


def _mapping(kinds: tuple[Any, ...], value: dict[str, Any], name: str) -> Any:
    return {key: _checked(kinds[1], item, name) for key, item in value.items()}


_COLLECTIONS: dict[Any, tuple[type[Any], Callable[..., Any]]] = {
    tuple: (list, _tuple),
    dict: (dict, _mapping),
    Mapping: (dict, _mapping),
}
_WORDS: dict[Any, str] = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    str: "text",
    tuple: "a list",
    dict: "a mapping",
    Mapping: "a mapping",
}
