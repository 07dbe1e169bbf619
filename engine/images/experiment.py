"""Ties the images experiment together; heavy imports inside the methods."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.checkpoints import checkpoint
from engine.config import Config
from engine.data.sources import Source
from engine.experiment import CALIBRATION_ERROR, FigureKind, Job, OwnData, Trained
from engine.images.analysis.published import AVERAGED, FIGURES, PLAIN
from engine.images.config import PRESETS, TransferConfig
from engine.images.data import SOURCES, VALIDATION


class ImagesExperiment:
    """A small convolutional network that classifies a picture."""

    name = "images"
    title = "Images"
    purpose = "A small convolutional network assigns a picture to one of ten classes."
    presets: Mapping[str, Config] = {**PRESETS, "transfer": TransferConfig()}
    preset_notes: Mapping[str, str] = {
        "quick": "A narrow version of best: over 80% accuracy in under five minutes "
        "on two cores.",
        "post": "The network of the original blog post (2016–2018), with its three "
        "augmentations: two convolutions and two dense layers, 40 epochs.",
        "post_adam": "The network of post with Adam in place of gradient descent with "
        "momentum: the original post found it faster and slightly worse; here it is "
        "slower and worse.",
        "best": "Whitened patches, three blocks of convolutions and lookahead: "
        "16 epochs, less than an hour on two cores.",
        "photos": "The same as best, trained on images with grey borders too: for "
        "pictures that are not square.",
        "transfer": "For your own pictures, from two for each class: the features of "
        "best are kept and only a new last layer is trained, in a few seconds.",
        "best95": "The network of best with the wider layers of airbench95: three "
        "times the computation, an hour and a half on two cores.",
    }
    default_checkpoint = "best"
    sources: tuple[Source, ...] = SOURCES
    own_data = OwnData(
        "A ZIP with one folder of pictures for each class", ("zip",), preset="transfer"
    )
    measures: tuple[str, ...] = (VALIDATION,)
    figures: Mapping[str, FigureKind] = {
        PLAIN: FigureKind("accuracy", percent=True, higher_is_better=True),
        AVERAGED: FigureKind(
            "accuracy, six views averaged", percent=True, higher_is_better=True
        ),
        "confidence_ece": CALIBRATION_ERROR,
    }
    published = tuple(sorted(FIGURES, key=lambda figure: -figure.value))

    def check_own_data(self, content: bytes, name: str, config: Config) -> str:
        """Return a summary of a user's own ZIP.

        Raises:
            PictureError: It is not a ZIP of folders of pictures, or has too few.
        """
        from engine.images import own_pictures

        is_transfer = isinstance(config, TransferConfig)
        return own_pictures.check(content, name, is_transfer)

    def train(self, job: Job[Any]) -> Trained:
        """Train until done or stopped, and write a checkpoint."""
        from engine.images import train, transfer

        if isinstance(job.config, TransferConfig):
            return transfer.train(job)
        return train.train(job)

    def evaluate(
        self,
        folder: Path,
        data: Path,
        limit: int | None = None,
        measure: str = "",
    ) -> dict[str, Any]:
        """Measure a checkpoint on images that it was not trained on.

        Args:
            folder: The checkpoint.
            data: Folder of the published images.
            limit: Images to measure; None for all.
            measure: "" for CIFAR-10's test images (of a user's own: the validation
                images), "validation" for the validation images.

        Returns:
            `accuracy` of one view, `accuracy_averaged` of six, `confidence_ece`
            (expected calibration error, six views), all 0 to 1, `n` and `split`.
        """
        from engine.images import measure as measuring

        return measuring.evaluate(folder, data, limit, measure)

    def load(self, folder: Path, epoch: float | None = None) -> Any:
        """Return a `Classifier`."""
        from engine.images.predict import Classifier

        return Classifier(folder, epoch)

    def assets(self, folder: Path, data: Path) -> dict[str, bytes | Path]:
        """Return the worked example, the answers to all test images, and an index."""
        from engine.images.analysis import shipping

        return shipping.assets(folder, data)

    def add_predict_options(self, parser: ArgumentParser) -> None:
        """Add the options of `./loupe predict images`."""
        add = parser.add_argument
        add("files", nargs="+", type=Path, metavar="FILE", help="picture files")
        add(
            "--checkpoint",
            default=self.default_checkpoint,
            help="checkpoint name or run id",
        )
        add("--epoch", type=float, help="use the weights saved after this epoch")
        add("--top-n", type=int, default=3, help="classes to list")
        add(
            "--fit",
            choices=("pad", "crop"),
            default="pad",
            help="pad: keep all of it, with grey borders; crop: use the middle square",
        )

    def predict(self, options: Namespace) -> Iterator[str | dict[str, Any]]:
        """Yield the answer to each file, or one mapping of them all."""
        from engine.images import command

        folder = checkpoint.find(self.name, options.checkpoint)
        yield from command.predict(self.load(folder, options.epoch), options)


EXPERIMENT = ImagesExperiment()
