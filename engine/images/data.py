"""CIFAR-10: its files, their checks, and the validation split.

Images are (N, 32, 32, 3) uint8, RGB. The networks take the same numbers as float32,
0 to 255, and standardise them in their first layer, so that no caller can forget to.
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
TEST, VALIDATION = "test", "validation"  # splits that figures are measured on
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
    """Training images, and validation images for every choice (can be empty)."""

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
    """Return the images of concatenated files of the binary version.

    Raises:
        DataDamagedError: Incomplete records, a class out of range, or classes of
            different sizes.
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


def split(
    pictures: Pictures, classes: tuple[str, ...], validation_images: int
) -> Split:
    """Return training and validation images, stratified by class.

    Args:
        pictures: All images of the training set.
        classes: K names.
        validation_images: How many become validation images, the same fraction of
            each class.
    """
    train, validation = split_indices(pictures.labels, len(classes), validation_images)
    return Split(classes, pictures.chosen(train), pictures.chosen(validation))


def split_indices(
    labels: Labels, classes: int, validation_images: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the indices of the training and of the validation images, ascending.

    They are the same in every run, so figures of two runs can be compared.
    """
    shuffled = np.random.default_rng(_SPLIT_SEED).permutation(len(labels))
    chosen: list[NDArray[np.intp]] = []
    for label in range(classes):
        of_class = shuffled[labels[shuffled] == label]
        count = round(validation_images * len(of_class) / len(labels))
        chosen.append(of_class[: count or min(validation_images, 1)])
    validation = np.sort(np.concatenate(chosen))
    return np.setdiff1d(np.arange(len(labels)), validation), validation


def training_set(
    root: Path, own: Path | None, title: str, validation_images: int
) -> Split:
    """Return the user's own images where given, else CIFAR-10, split.

    A tenth of the user's own, and at least one of each class, are always validation
    images: there is no other test set.

    Raises:
        PictureError: The user's own cannot be read.
        DataMissingError: The published ones are not on this machine.
        DataDamagedError: They are not the published files.
    """
    if own is not None:
        from engine.images import own_pictures  # Pillow

        pictures, classes = own_pictures.read(own.read_bytes(), title)
        return split(pictures, classes, max(1, len(pictures) // 10))
    return split(read(root, "train"), CLASSES, validation_images)
