"""CIFAR-10: where it is, how it is checked, how it is split.

Images are kept as (N, 32, 32, 3) uint8, red, green, blue; what a network gets
are the same numbers as float32, 0 to 255. It standardises them itself, so that
nobody can forget to.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.sources import RemoteFile, Source, digest, locate
from engine.errors import DataDamagedError
from engine.images.pixels import SIZE, Labels, Pictures

CLASSES = (
    *("airplane", "automobile", "bird", "cat", "deer"),
    *("dog", "frog", "horse", "ship", "truck"),
)
TEST, VALIDATION = "test", "validation"  # what figures are measured on, in words
_RECORD = 1 + 3 * SIZE * SIZE  # bytes: the class, then three planes of pixels
_SPLIT_SEED = 2009  # the same images for every run, whatever its own seed

_ARCHIVE = RemoteFile(
    "cifar10/cifar-10-binary.tar.gz",
    "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
    "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    170_052_171,
)
_DIGESTS = {
    "data_batch_1": "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
    "data_batch_2": "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
    "data_batch_3": "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
    "data_batch_4": "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
    "data_batch_5": "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
    "test_batch": "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
}

SOURCES = (
    Source(
        name="cifar10",
        title="CIFAR-10",
        files=tuple(
            RemoteFile(
                f"cifar10/cifar-10-batches-bin/{name}.bin",
                "",
                sha256,
                10_000 * _RECORD,
                archive=_ARCHIVE,
                member=f"cifar-10-batches-bin/{name}.bin",
            )
            for name, sha256 in _DIGESTS.items()
        ),
        licence="none stated; cite Krizhevsky (2009)",
        citation="A. Krizhevsky, Learning Multiple Layers of Features from Tiny "
        "Images (2009)",
        counts={"training images": 50_000, "test images": 10_000, "classes": 10},
        archive_sha256=_ARCHIVE.sha256,
    ),
)


@dataclass(frozen=True)
class Split:
    """What is learned from, and what choices are made by (may be empty)."""

    classes: tuple[str, ...]
    train: Pictures
    validation: Pictures


def read(root: Path, part: str) -> Pictures:
    """Return the published training or test images, in their official order.

    Args:
        root: The data folder.
        part: "train" (50,000) or "test" (10,000).

    Raises:
        DataMissingError: They are not on this machine.
        DataDamagedError: They are not the published files.
    """
    (source,) = SOURCES
    paths = locate(source, root, "images")
    files = list(zip(paths, source.files, strict=True))
    wanted = files[-1:] if part == TEST else files[:-1]
    for path, file in wanted:
        if digest(path) != file.sha256:
            raise DataDamagedError(
                f"{path} does not match its published checksum (SHA-256). "
                "Delete it and run: ./loupe fetch images"
            )
    return decode(b"".join(path.read_bytes() for path, _ in wanted))


def decode(content: bytes) -> Pictures:
    """Return the images of some files of the binary version, one after the other.

    Raises:
        DataDamagedError: Not whole records, a class out of range, or not as many
            images of one class as of another.
    """
    if not content or len(content) % _RECORD:
        raise DataDamagedError(
            f"A CIFAR-10 file consists of records of {_RECORD:,} bytes; "
            f"{len(content):,} bytes are not a whole number of records."
        )
    records = np.frombuffer(content, np.uint8).reshape(-1, _RECORD)
    labels = records[:, 0].astype(np.int64)
    counts = np.bincount(labels, minlength=len(CLASSES))
    if len(counts) > len(CLASSES) or len(set(counts.tolist())) != 1:
        raise DataDamagedError(
            "CIFAR-10 has the same number of images in each of its ten classes; "
            f"these files have {', '.join(map(str, counts[:11]))}."
        )
    planes = records[:, 1:].reshape(-1, 3, SIZE, SIZE)
    return Pictures(np.ascontiguousarray(planes.transpose(0, 2, 3, 1)), labels)


def split(whole: Pictures, classes: tuple[str, ...], validation_images: int) -> Split:
    """Return training and validation images, as many of each class as can be.

    Args:
        whole: All images to learn from.
        classes: What the labels mean, K names.
        validation_images: How many to cut off, of each class the same share.
    """
    train, validation = split_places(whole.labels, len(classes), validation_images)
    return Split(classes, whole.chosen(train), whole.chosen(validation))


def split_places(
    labels: Labels, classes: int, validation_images: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the training and the validation images of a split stand.

    The cut is the same for every run: figures of two runs compare.
    """
    places = np.random.default_rng(_SPLIT_SEED).permutation(len(labels))
    held: list[NDArray[np.intp]] = []
    for label in range(classes):
        own = places[labels[places] == label]
        share = round(validation_images * len(own) / len(labels))
        held.append(own[: share or min(validation_images, 1)])
    validation = np.sort(np.concatenate(held))
    return np.setdiff1d(np.arange(len(labels)), validation), validation


def training_set(
    root: Path, own: Path | None, title: str, validation_images: int
) -> Split:
    """Return a person's own images where there are some, else the published ones.

    Of a person's own a tenth is always held out, and one of each class at least:
    there is no other test.

    Raises:
        PictureError: Her own cannot be read.
        DataMissingError: The published ones are not on this machine.
        DataDamagedError: They are not the published files.
    """
    if own is not None:
        from engine.images import own_pictures  # Pillow

        whole, classes = own_pictures.read(own.read_bytes(), title)
        return split(whole, classes, max(1, len(whole) // 10))
    return split(read(root, "train"), CLASSES, validation_images)
