"""What a server and the command line are started with: environment variables.

Every one is read here. An unknown word or name is refused at the start with a
sentence, so that a misspelt setting never leaves open what it should close.
"""

import os
import re
import shutil
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

from engine.errors import ConfigError

PROJECT = Path(__file__).parents[1]

_YES, _NO = ("on", "yes", "true", "1"), ("off", "no", "false", "0")
_LOCAL = ("localhost", "127.0.0.1", "::1")
_EVERYWHERE = ("0.0.0.0", "::")  # a server there listens at every address
_BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
LAUNCHERS = ("local", "slurm", "ray")
_FIRST_PORT = 8501
_MEMORY_MEGABYTES = 800  # of loaded networks: about sixteen
# A name, or "*." and a name for all below it.
_HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]*:[0-9a-f:]+")


def check() -> None:
    """Check every setting at the start.

    Raises:
        ConfigError: One is unknown or has a value that it cannot have.
    """
    unknown = [n for n in os.environ if n.startswith("LOUPE_") and n not in _READ]
    if unknown:
        listed = ", ".join(name for name in _READ if name.startswith("LOUPE_"))
        raise ConfigError(
            f"There is no setting called {min(unknown)}. Available: {listed}."
        )
    for read in _READ.values():
        read()
    if address() not in _LOCAL and not hosts():
        raise ConfigError(
            f"LOUPE_ADDRESS={address()} opens this server to other computers. List the "
            "names that they reach it by in LOUPE_HOSTS, such as loupe.example.org."
        )


def training_allowed() -> bool:
    """Return whether training, deleting and importing are enabled: LOUPE_TRAINING."""
    word = os.environ.get("LOUPE_TRAINING", "on").strip().lower()
    if word not in (*_YES, *_NO):
        raise ConfigError(f"LOUPE_TRAINING must be on or off, not “{word}”.")
    return word in _YES


def folder(name: str) -> Path:
    """Return the folder called "data", "runs" or "checkpoints".

    LOUPE_DATA, LOUPE_RUNS and LOUPE_CHECKPOINTS set them. A relative one is below the
    project's folder, wherever a command is typed.
    """
    chosen = os.environ.get(f"LOUPE_{name.upper()}", "").strip() or name
    if "\0" in chosen:
        raise ConfigError(f"LOUPE_{name.upper()} is not a folder.")
    try:
        return PROJECT / Path(chosen).expanduser()
    except RuntimeError as error:  # ~ of an unknown user
        raise ConfigError(f"LOUPE_{name.upper()}={chosen}: {error}") from error


def hosts() -> tuple[str, ...]:
    """Return the names in LOUPE_HOSTS: a server is public where there are any."""
    words = os.environ.get("LOUPE_HOSTS", "").lower().replace(",", " ").split()
    for word in words:
        if not _HOST.fullmatch(word):
            raise ConfigError(
                f"LOUPE_HOSTS must be host names without port or path, such as "
                f"loupe.example.org or *.example.org, not “{word}”."
            )
    return tuple(words)


def allowed_hosts() -> tuple[str, ...]:
    """Return every name that a request can ask for: this machine’s and LOUPE_HOSTS."""
    return (*_LOCAL, *hosts())


def reached_at() -> str:
    """Return a name that the server answers to; its address where none is listed."""
    if address() in (*_LOCAL, *_EVERYWHERE):
        return "localhost"
    named = [host for host in hosts() if not host.startswith("*")]
    return address() if address() in hosts() or not named else named[0]


def address() -> str:
    """Return LOUPE_ADDRESS, where the server listens: this machine alone by default."""
    word = os.environ.get("LOUPE_ADDRESS", "").strip() or "localhost"
    if not re.fullmatch(r"[A-Za-z0-9.:-]+", word):
        raise ConfigError(f"LOUPE_ADDRESS must be an address, not “{word}”.")
    return word


def port() -> int:
    """Return LOUPE_PORT, the first port that the server tries."""
    word = os.environ.get("LOUPE_PORT", "").strip() or str(_FIRST_PORT)
    if not re.fullmatch(r"[1-9][0-9]{0,4}", word) or int(word) > 65535:
        raise ConfigError(f"LOUPE_PORT must be a port from 1 to 65535, not “{word}”.")
    return int(word)


def memory_megabytes() -> int:
    """Return LOUPE_MEMORY, about how many MB loaded networks can take together."""
    word = os.environ.get("LOUPE_MEMORY", "").strip() or str(_MEMORY_MEGABYTES)
    if not re.fullmatch(r"[1-9][0-9]{1,6}", word):
        raise ConfigError(
            f"LOUPE_MEMORY must be a number of megabytes, 10 or more, not “{word}”."
        )
    return int(word)


def backend() -> str:
    """Return KERAS_BACKEND, the library that Keras computes with.

    Raises:
        ConfigError: Loupe does not run on it, or it is not installed.
    """
    word = os.environ.get("KERAS_BACKEND", "tensorflow")
    if word not in _BACKENDS:
        listed = ", ".join(_BACKENDS)
        raise ConfigError(f"KERAS_BACKEND must be one of {listed}, not “{word}”.")
    if find_spec(word) is None:
        raise ConfigError(
            f"KERAS_BACKEND is {word}, but {_BACKENDS[word]} is not installed. "
            "Install it into .venv, or unset KERAS_BACKEND to use TensorFlow."
        )
    return word


def launcher() -> str:
    """Return LOUPE_LAUNCHER, which starts trainings: one of LAUNCHERS.

    Raises:
        ConfigError: It is unknown, or its scheduler is not on this machine.
    """
    word = os.environ.get("LOUPE_LAUNCHER", "").strip() or "local"
    if word not in LAUNCHERS:
        listed = ", ".join(LAUNCHERS)
        raise ConfigError(f"LOUPE_LAUNCHER must be one of {listed}, not “{word}”.")
    if word == "slurm" and shutil.which("sbatch") is None:
        raise ConfigError(
            "LOUPE_LAUNCHER is slurm, but sbatch is not on the PATH. Start Loupe on a "
            "machine that submits jobs, such as the login node of the cluster."
        )
    if word == "ray" and find_spec("ray") is None:
        raise ConfigError(
            "LOUPE_LAUNCHER is ray, but Ray is not installed. `./loupe` installs it: "
            "requirements-ray.txt."
        )
    return word


def job_processors() -> int:
    """Return LOUPE_CPUS, the processor cores that a training on a cluster gets."""
    return _count("LOUPE_CPUS", 2, "processor cores", least=1)


def job_gpus() -> int:
    """Return LOUPE_GPUS, the GPUs that a training on a cluster gets."""
    return _count("LOUPE_GPUS", 0, "GPUs", least=0)


def _count(name: str, usual: int, what: str, least: int) -> int:
    word = os.environ.get(name, "").strip() or str(usual)
    if not re.fullmatch(r"[0-9]{1,3}", word) or int(word) < least:
        raise ConfigError(f"{name} must be a number of {what}, not “{word}”.")
    return int(word)


def _cuda() -> None:
    """Check LOUPE_CUDA, which scripts/environment.sh reads."""
    word = os.environ.get("LOUPE_CUDA", "auto")
    if word not in ("auto", "off"):
        raise ConfigError(f"LOUPE_CUDA must be auto or off, not “{word}”.")


_READ: Mapping[str, Callable[[], object]] = {
    "LOUPE_DATA": lambda: folder("data"),
    "LOUPE_RUNS": lambda: folder("runs"),
    "LOUPE_CHECKPOINTS": lambda: folder("checkpoints"),
    "LOUPE_TRAINING": training_allowed,
    "LOUPE_ADDRESS": address,
    "LOUPE_HOSTS": hosts,
    "LOUPE_PORT": port,
    "LOUPE_MEMORY": memory_megabytes,
    "LOUPE_LAUNCHER": launcher,
    "LOUPE_CPUS": job_processors,
    "LOUPE_GPUS": job_gpus,
    "LOUPE_CUDA": _cuda,
    "KERAS_BACKEND": backend,
}
