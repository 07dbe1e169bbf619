"""ZIPs as an attacker makes them, each with the words of its refusal."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import h5py

Entries = dict[str, bytes]


def entries_of(content: bytes) -> Entries:
    """Return the files of a ZIP by name, in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(entries: Entries) -> bytes:
    """Return a ZIP of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_card(entries: Entries, change: Callable[[Any], Any]) -> bytes:
    """Return the ZIP with its card changed, the digests of its files made right."""
    card = json.loads(entries["card.json"])
    change(card)
    return zipped({**entries, "card.json": json.dumps(card).encode()})


def with_file(entries: Entries, name: str, content: bytes) -> bytes:
    """Return the ZIP with another file, which its card vouches for."""
    return with_card(
        {**entries, name: content},
        lambda card: card["files"].update({name: sha256(content).hexdigest()}),
    )


def added(entries: Entries, name: str, mode: int = 0o100644) -> bytes:
    """Return the ZIP with one more entry, under any name and of any kind."""
    out = io.BytesIO(zipped(entries))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("x")
        entry.filename = name  # as it is: `ZipInfo` would tidy it
        entry.external_attr = mode << 16
        archive.writestr(entry, b"/etc/passwd")
    return out.getvalue()


def lying_about_size(entries: Entries) -> bytes:
    """Return the ZIP with weights that unpack to more than its directory says."""
    content = bytearray(zipped({**entries, "model.weights.h5": bytes(50_000_000)}))
    central = content.rfind(b"PK\1\2", 0, content.rfind(b"model.weights.h5"))
    struct.pack_into("<L", content, central + 24, 1000)
    return bytes(content)


def many_entries() -> bytes:
    """Return a ZIP whose directory alone would fill the memory."""
    return zipped({f"{number}.json": b"" for number in range(5000)})


def reaching_outside() -> bytes:
    """Return HDF5 whose array is the content of another file of the machine."""
    out = io.BytesIO()
    with h5py.File(out, "w") as file:
        file.create_dataset(
            "w", (4,), "u1", external=[("/etc/hostname", 0, h5py.h5f.UNLIMITED)]
        )
    return out.getvalue()


def linking(weights: bytes, link: h5py.SoftLink | h5py.ExternalLink) -> bytes:
    """Return HDF5 of weights with one more name, which leads to another place."""
    out = io.BytesIO(weights)
    with h5py.File(out, "r+") as file:
        file["more"] = link
    return out.getvalue()


def declaring_much() -> bytes:
    """Return HDF5 of a few hundred bytes that declares an array of 4 TB."""
    out = io.BytesIO()
    with h5py.File(out, "w") as file:
        file.create_dataset("w", (10**12,), "f4", chunks=(1000,))
    return out.getvalue()


def unpacking_to_much() -> bytes:
    """Return `.npz` of two megabytes that unpacks to two gigabytes."""
    out = io.BytesIO()
    zeros = bytes(64 * 2**20)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(17):
            archive.writestr(f"{number}.npy", zeros)
    return out.getvalue()
