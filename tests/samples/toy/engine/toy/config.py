"""Settings of the letter frequencies, and the preset."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from engine.config import Config, option


@dataclass(frozen=True, slots=True)
class ToyConfig(Config):
    """Settings of the counting."""

    needs_device: ClassVar[bool] = False
    without: ClassVar[frozenset[str]] = frozenset(
        {"seed", "epochs", "batch_size", "more_epochs"}
    )

    smoothing: float = option(
        1.0, "Count added to each letter", minimum=0.01, maximum=100.0
    )


PRESETS: Mapping[str, ToyConfig] = {"quick": ToyConfig()}
