"""The floating-point precision in which this machine trains fastest.

Processors without bfloat16 units emulate it: on a Xeon with AVX-512 alone the language
networks train half as fast as in float32. The backend is imported only where there is
something to choose.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from engine.config import AUTOMATIC, Config

C = TypeVar("C", bound=Config)
_CPUINFO = Path("/proc/cpuinfo")
# Of x86: instructions that multiply in bfloat16.
_UNITS = {"avx512_bf16", "amx_bf16"}


def resolved(config: C) -> C:
    """Return the settings with the precision that "automatic" means on this machine.

    Settings that name a precision, or have none, come back as they are.
    """
    if getattr(config, "precision", None) != AUTOMATIC:
        return config
    chosen: dict[str, Any] = {"precision": fastest()}
    return replace(config, **chosen)


def fastest() -> str:
    """Return "mixed_bfloat16" where a GPU or the CPU computes in it, else "float32"."""
    has_units = on_gpu() or has_bfloat16()
    return "mixed_bfloat16" if has_units else "float32"


def has_bfloat16(cpuinfo: Path = _CPUINFO) -> bool:
    """Return whether the CPU multiplies in bfloat16.

    Args:
        cpuinfo: Linux's file about the CPU; where it is missing the answer is no, for
            float32 is fast everywhere.
    """
    if not cpuinfo.is_file():
        return False
    for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
        name, _, flags = line.partition(":")
        if name.strip() == "flags":
            return not _UNITS.isdisjoint(flags.split())
    return False


def on_gpu() -> bool:
    """Return whether Keras computes on a GPU."""
    import keras

    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow

        return bool(tensorflow.config.list_physical_devices("GPU"))
    if backend == "jax":
        import jax

        return str(jax.default_backend()) == "gpu"
    import torch

    return bool(torch.cuda.is_available())


def on_cpu_in_tensorflow() -> bool:
    """Return whether TensorFlow is the backend, without a GPU."""
    import keras

    return keras.backend.backend() == "tensorflow" and not on_gpu()
