"""Speed of an image network in prediction and training, beside PyTorch.

    python -m benchmarks.images [CHECKPOINT] [--rounds N] [--batches N]

Medians, in turns on an otherwise idle machine; the images are random. Prediction: the
stored weights, warm, one picture. Training: the same layers and batch size, Loupe as it
trains, with and without augmentation; PyTorch as its users write it. Without `torch`
(`pip install -r benchmarks/requirements.txt`) only Loupe is measured.
"""

import argparse
import io
import statistics
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
from PIL import Image

from engine.backend.precision import resolved
from engine.checkpoints import checkpoint
from engine.config import AUTOMATIC
from engine.images.augment import Batches
from engine.images.config import ImagesConfig
from engine.images.data import CLASSES
from engine.images.model import build, learn_constants
from engine.images.pictures import open_picture
from engine.images.pixels import SIZE, Pictures
from engine.images.predict import Classifier
from engine.images.train import compile_model

try:
    import torch
except ImportError:
    torch = None

_IMAGES, _PHOTO = 4000, (1600, 1200)  # of noise to learn from; pixels
_HEAD_SCALE = 9  # the network divides its logits by it
PLAIN = {"flip": "none", "translation_pixels": 0, "brightness": 0.0, "contrast": 0.0}

Learn = Callable[[Any, Any], Any]


class Twin:
    """The whitened network in PyTorch, with the weights of a Keras model."""

    def __init__(self, model: Any) -> None:
        """Copy the weights; Keras has a filter's outputs last, PyTorch first."""
        nn = torch.nn
        mean, deviation = model.get_layer("standardise").get_weights()
        self.mean, self.deviation = (
            torch.tensor(each)[:, None, None] for each in (mean, deviation)
        )
        layers = [self._convolution(model, "whitening"), nn.GELU("tanh")]
        for block in "123":
            layers += [self._convolution(model, f"conv_{block}a"), nn.MaxPool2d(2)]
            layers += [self._norm(model, f"norm_{block}a"), nn.GELU("tanh")]
            layers += [self._convolution(model, f"conv_{block}b")]
            layers += [self._norm(model, f"norm_{block}b"), nn.GELU("tanh")]
        kernel = _tensor(model.get_layer("logits").kernel).T
        logits = nn.Linear(kernel.shape[1], kernel.shape[0], bias=False)
        logits.weight = nn.Parameter(kernel.contiguous())
        layers += [nn.AdaptiveMaxPool2d(1), nn.Flatten(), logits]
        self.layers = nn.Sequential(*layers).to(memory_format=torch.channels_last)

    @staticmethod
    def _convolution(model: Any, name: str) -> Any:
        weights = model.get_layer(name)
        kernel = _tensor(weights.kernel).permute(3, 2, 0, 1)
        count, channels, size, _ = kernel.shape
        fixed = name == "whitening"  # its filters are not learned, its bias is
        made = torch.nn.Conv2d(channels, count, size, padding=0 if fixed else 1)
        made.weight = torch.nn.Parameter(kernel.contiguous(), requires_grad=not fixed)
        made.bias = torch.nn.Parameter(_tensor(weights.bias)) if fixed else None
        return made

    @staticmethod
    def _norm(model: Any, name: str) -> Any:
        weights = model.get_layer(name)
        made = torch.nn.BatchNorm2d(weights.beta.shape[0], eps=weights.epsilon)
        made.weight.requires_grad_(False)
        made.bias = torch.nn.Parameter(_tensor(weights.beta))
        made.running_mean = _tensor(weights.moving_mean)
        made.running_var = _tensor(weights.moving_variance)
        return made

    def logits(self, pixels: Any) -> Any:
        """Return logits (N, K) of images (N, 32, 32, 3), 0 to 255."""
        x = torch.from_numpy(pixels).permute(0, 3, 1, 2).float()
        return self.layers((x - self.mean) / self.deviation) / _HEAD_SCALE

    def answer(self, pixels: Any) -> Any:
        """Return logits, learning nothing."""
        self.layers.eval()
        with torch.inference_mode():
            return self.logits(pixels).numpy()

    def learner(self, config: ImagesConfig, autocast: bool) -> Learn:
        """Return what learns one batch."""
        self.layers.train()
        trained = [p for p in self.layers.parameters() if p.requires_grad]
        optimizer = torch.optim.SGD(trained, 1e-3, config.momentum, nesterov=True)
        cost = torch.nn.CrossEntropyLoss(label_smoothing=config.label_smoothing)

        def learn(pixels: Any, targets: Any) -> None:
            with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
                said = self.logits(pixels)
            optimizer.zero_grad()
            cost(said.float(), torch.from_numpy(targets)).backward()
            optimizer.step()

        return learn


def _tensor(variable: Any) -> Any:
    return torch.tensor(np.asarray(variable, np.float32))


def noise(count: int) -> Pictures:
    """Return images of nothing, as many of each class."""
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, (count, SIZE, SIZE, 3), np.uint8)
    return Pictures(pixels, np.arange(count) % len(CLASSES))


def photo() -> bytes:
    """Return a JPEG as large as a small camera's."""
    file = io.BytesIO()
    levels = noise(1).pixels[0]
    Image.fromarray(levels).resize(_PHOTO).save(file, "JPEG", quality=90)
    return file.getvalue()


def milliseconds(call: Callable[[], Any]) -> float:
    """Return how long a call takes."""
    started = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - started)


def images_per_second(learn: Learn, batches: Batches, count: int) -> float:
    """Return the number of training images, with prefetched batches."""
    with ThreadPoolExecutor(1) as ahead:
        learn(*batches.batch(0))  # warm
        coming = ahead.submit(batches.batch, 1)
        started = time.perf_counter()
        for step in range(1, count + 1):
            batch = coming.result()
            coming = ahead.submit(batches.batch, step + 1)
            learn(*batch)
        seconds = time.perf_counter() - started
    return count * batches.batch_size / seconds


def in_turns(
    ways: Mapping[str, Callable[[], float]], rounds: int
) -> Mapping[str, float]:
    """Return the median of each way, all measured in turns."""
    seen: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            seen[name].append(way())
    return {name: statistics.median(values) for name, values in seen.items()}


def answering(classifier: Classifier, twin: Twin | None, rounds: int) -> None:
    """Print how long one picture takes, warm."""
    pixels, content = noise(1).pixels, photo()
    ways: dict[str, Callable[[], Any]] = {
        "one view": lambda: classifier.one_view(pixels),
        "the page's answer: six views, averaged, calibrated": (
            lambda: classifier.classify_pixels(pixels[0], "noise")
        ),
        f"the same from a JPEG of {_PHOTO[0]} × {_PHOTO[1]}": (
            lambda: classifier.classify(open_picture(content, "noise.jpg"))
        ),
    }
    if twin is not None:
        ways["PyTorch, one view"] = lambda: twin.answer(pixels)
        six = pixels.repeat(6, axis=0)
        ways["PyTorch, six views"] = lambda: twin.answer(six)
    for way in ways.values():
        way()  # compiled and warm
    timed = {name: lambda way=way: milliseconds(way) for name, way in ways.items()}
    print("One picture, warm, milliseconds:")
    for name, value in in_turns(timed, 10 * rounds).items():
        print(f"  {name:52}{value:9.1f}")


def learning(config: ImagesConfig, twin: Twin | None, rounds: int, count: int) -> None:
    """Print training images per second."""
    pictures = noise(_IMAGES)
    augmented = Batches(pictures, len(CLASSES), config)
    plain = Batches(pictures, len(CLASSES), replace(config, **PLAIN))
    fresh = build(config, len(CLASSES), config.precision)
    learn_constants(fresh, pictures.pixels)
    compile_model(fresh, config, augmented.batch_size, augmented.steps_per_epoch)

    def way(learn: Learn, batches: Batches) -> Callable[[], float]:
        return lambda: images_per_second(learn, batches, count)

    ways = {
        f"Loupe, {config.precision}, augmented": way(fresh.train_on_batch, augmented),
        f"Loupe, {config.precision}, plain": way(fresh.train_on_batch, plain),
        "the augmented batches alone": way(lambda x, y: None, augmented),
    }
    if twin is not None:
        full, half = (twin.learner(config, autocast) for autocast in (False, True))
        ways["PyTorch, float32, augmented"] = way(full, augmented)
        ways["PyTorch, bfloat16 by autocast, augmented"] = way(half, augmented)
    print("Learning, images per second:")
    found = in_turns(ways, rounds)
    first, *_ = found.values()
    for name, value in found.items():
        beside = f"   Loupe is {first / value:5.2f}x" if "PyTorch" in name else ""
        print(f"  {name:52}{value:9,.0f}{beside}")


def main() -> None:
    """Measure in turns and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", nargs="?", default="best")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batches", type=int, default=8, help="in each round")
    options = parser.parse_args()
    classifier = Classifier(checkpoint.find("images", options.checkpoint))
    trained = ImagesConfig.from_mapping(classifier.card.config)
    # As a training begins here, not as it was on the machine of the card.
    config = resolved(replace(trained, precision=AUTOMATIC))
    print(f"{classifier.name}: {classifier.card.parameters:,} parameters")
    twin = None
    if torch is None:
        print("PyTorch is not installed.")
    elif config.network != "whitened":
        print("Only the whitened network was written in PyTorch, too.")
    else:
        twin = Twin(classifier.model)
        some = noise(50).pixels
        ours = classifier.model.predict_on_batch(some.astype(np.float32))
        apart = np.abs(np.asarray(ours) - twin.answer(some)).max()
        print(f"largest difference of logits {apart:.1e}")
    answering(classifier, twin, options.rounds)
    learning(config, twin, options.rounds, options.batches)


if __name__ == "__main__":
    main()
