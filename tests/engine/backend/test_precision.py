"""Training uses bfloat16 only where the processor computes in it."""

from __future__ import annotations

import pytest

from engine.backend import precision
from engine.images.config import PRESETS as IMAGES
from engine.sentiment.config import PRESETS as SENTIMENT


@pytest.mark.parametrize(
    ("flags", "has_units"),
    [
        ("fma avx512f avx512_vnni", False),  # Ice Lake: it has AVX-512, no bfloat16
        ("fma avx512f avx512_bf16 avx512_vnni", True),  # Zen 4, Cooper Lake
        ("fma amx_bf16 amx_tile", True),  # Sapphire Rapids
        ("notavx512_bf16x", False),
    ],
)
def test_units_are_found_among_the_flags(tmp_path, flags, has_units):
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"processor\t: 0\nmodel name\t: A CPU\nflags\t\t: {flags}\n")
    assert precision.has_bfloat16(cpuinfo) is has_units


def test_machine_without_the_file_has_no_units(tmp_path):
    assert not precision.has_bfloat16(tmp_path / "cpuinfo")


def test_only_automatic_follows_the_machine(monkeypatch):
    monkeypatch.setattr(precision, "fastest", lambda: "mixed_bfloat16")
    automatic = IMAGES["quick"]
    assert automatic.precision == "automatic"
    resolved = precision.resolved(automatic)
    assert resolved.precision == "mixed_bfloat16"
    monkeypatch.setattr(precision, "fastest", lambda: "float32")
    assert precision.resolved(resolved) is resolved  # it was named
    assert precision.resolved(SENTIMENT["best"]) is SENTIMENT["best"]  # it has none
