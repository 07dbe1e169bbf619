"""Code whose files belong to another user than the process that runs it.

A user such as nobody cannot always run the tests' Python, which can lie in a private
home. So it is the files that change their owner where root runs the tests, and the
process keeps its user id and loses every right that root has beyond that of an owner.
Other users cannot give files away: there nobody may write to them.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_OWNER = 1000


def given_away(folder: Path) -> Path:
    """Make all of a folder another user's, and check that we cannot write there."""
    folder.chmod(0o755)  # pytest's own is closed to others
    for path in (folder, *folder.rglob("*")):
        if path.is_symlink():
            continue
        if os.geteuid() == 0:
            os.chown(path, _OWNER, _OWNER)
        else:
            path.chmod(path.stat().st_mode & ~0o222)
    for place in ("new.py", "serve.py", "engine/__init__.py", "engine/new.py"):
        written = subprocess.run(
            unprivileged(["sh", "-c", f": >>{place}"]), cwd=folder, capture_output=True
        )
        assert written.returncode, f"{place} can be written"
    return folder


def unprivileged(command: list[str]) -> list[str]:
    """Return a command that even root runs without any right to others' files."""
    if os.geteuid():
        return command
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
