"""The settings of a training: declared once, bounded, stored and shown.

The form of a page and the options of the command line are both made from `option`.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, asdict, dataclass, field, fields
from math import isfinite
from typing import Any, ClassVar, Self

from engine.errors import ConfigError

AUTOMATIC = "automatic"  # a setting that follows the machine


def option(
    default: Any,
    help: str,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    choices: tuple[Any, ...] = (),
) -> Any:
    """Declare a config field with its bounds and its help text.

    The page's form and the command line's options are both made from it, so that a
    setting is described once.
    """
    bounds = {"minimum": minimum, "maximum": maximum, "choices": choices}
    return field(default=default, metadata={"help": help, **bounds})


def precision_option() -> Any:
    """Declare the floating-point precision; see `engine.backend.precision`."""
    return option(
        AUTOMATIC,
        "Floating-point precision of the layers during training; automatic: bfloat16 "
        "where the processor computes in it, otherwise float32",
        choices=(AUTOMATIC, "float32", "mixed_bfloat16"),
    )


@dataclass(frozen=True, slots=True)
class Config:
    """Settings that every experiment has; subclasses add their own."""

    # Whether a run with it queues for the device.
    needs_device: ClassVar[bool] = True
    # Settings of every experiment that have no effect here and are not offered.
    without: ClassVar[frozenset[str]] = frozenset()

    seed: int = option(
        0,
        "Random seed: the same seed gives the same run",
        minimum=0,
        maximum=2**31 - 1,
    )
    epochs: int = option(1, "Passes over the training set", minimum=1, maximum=10_000)
    batch_size: int = option(
        64, "Training examples per update of the weights", minimum=1, maximum=8192
    )
    more_epochs: int = option(
        0,
        "Passes after the learning-rate schedule has ended, at a tenth of its peak, or "
        "at a rate that was constant",
        minimum=0,
        maximum=10_000,
    )

    def __post_init__(self) -> None:
        """Refuse a value that is out of bounds, naming it and the bounds."""
        for setting in fields(self):
            _check(setting, getattr(self, setting.name))

    @classmethod
    def settings(cls) -> tuple[Field[Any], ...]:
        """Return the fields that the user can set."""
        return tuple(field for field in fields(cls) if field.name not in cls.without)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """Return a config from stored values; unknown names are refused.

        Raises:
            ConfigError: A name is unknown or a value out of bounds.
        """
        names = {setting.name for setting in fields(cls)}
        unknown = sorted(set(values) - names)
        if unknown:
            listed = ", ".join(sorted(names))
            raise ConfigError(
                f"There is no setting called “{unknown[0]}”. Available: {listed}."
            )
        return cls(**values)

    def to_mapping(self) -> dict[str, Any]:
        """Return all settings by name, ready for JSON."""
        return asdict(self)


_KINDS = {int: "a whole number", float: "a number", bool: "true or false"}


def _check(setting: Field[Any], value: Any) -> None:
    """Raise ConfigError unless `value` has the default's type and is in bounds."""
    name = setting.name.replace("_", " ")
    kind = type(setting.default) if setting.default is not MISSING else object
    whole_number = kind is float and type(value) is int
    if not whole_number and type(value) is not kind:
        expected = _KINDS.get(kind, "a word")
        raise ConfigError(f"“{name}” must be {expected}, not {value!r}.")
    if kind is float and not isfinite(value):
        raise ConfigError(f"“{name}” must be a finite number, not {value}.")
    low, high = setting.metadata.get("minimum"), setting.metadata.get("maximum")
    if (low is not None and value < low) or (high is not None and value > high):
        raise ConfigError(f"“{name}” must be between {low} and {high}, not {value}.")
    choices = setting.metadata.get("choices")
    if choices and value not in choices:
        listed = ", ".join(map(str, choices))
        raise ConfigError(f"“{name}” must be one of {listed}, not {value!r}.")
