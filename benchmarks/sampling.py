"""Characters per second: Loupe's compiled sampling loop beside a PyTorch loop.

    python -m benchmarks.sampling [CHECKPOINT] [--characters N] [--rounds N]

Medians with the same weights, measured in turns on an otherwise idle machine: PyTorch
as its users write it (`nn.LSTM` step by step, top-n, multinomial), Loupe as its pages
call it (`Writer.write`, with the probabilities that a page shows), Keras' `predict` per
character, and ONNX Runtime per character, in float32 and quantised to int8: what that
does to the logits is printed. Needs `torch`, `onnx` and `onnxruntime`
(`pip install -r benchmarks/requirements.txt`).
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints import checkpoint
from engine.language.model import recurrent_layers, reset_states
from engine.language.predict import Writer
from engine.sampling import SamplingSettings

try:
    import torch

    from benchmarks.sampling_in_onnx import OnnxWriter
except ImportError:
    raise SystemExit(
        "PyTorch is not here, or ONNX Runtime: "
        "pip install -r benchmarks/requirements.txt"
    ) from None

TOP_N = 2


class TorchWriter(torch.nn.Module):
    """The same network in PyTorch, with the weights of a loaded `Writer`."""

    def __init__(self, writer: Writer) -> None:
        """Copy the weights; PyTorch orders the gates alike (i, f, g, o)."""
        super().__init__()
        layers = recurrent_layers(writer.model)
        embeddings = np.asarray(writer.model.get_layer("embedding").embeddings)
        units = layers[0].units
        self.embedding = torch.nn.Embedding.from_pretrained(torch.tensor(embeddings))
        self.lstm = torch.nn.LSTM(embeddings.shape[1], units, len(layers))
        self.logits = torch.nn.Linear(units, len(writer.vocabulary))
        with torch.no_grad():
            for k, layer in enumerate(layers):
                cell = layer.cell
                parts = (cell.kernel, cell.recurrent_kernel)
                for name, part in zip(("ih", "hh"), parts, strict=True):
                    weight = torch.tensor(np.asarray(part).T)
                    getattr(self.lstm, f"weight_{name}_l{k}").copy_(weight)
                bias = torch.tensor(np.asarray(cell.bias))
                getattr(self.lstm, f"bias_ih_l{k}").copy_(bias)
                getattr(self.lstm, f"bias_hh_l{k}").zero_()
            dense = writer.model.get_layer("logits")
            self.logits.weight.copy_(torch.tensor(np.asarray(dense.kernel).T))
            self.logits.bias.copy_(torch.tensor(np.asarray(dense.bias)))

    @torch.no_grad()
    def write(self, first: int, length: int) -> list[int]:
        """Return ids, each drawn from the two likeliest."""
        character, state, written = torch.tensor([[first]]), None, []
        for _ in range(length):
            output, state = self.lstm(self.embedding(character), state)
            best, places = self.logits(output[0]).topk(TOP_N)
            choice = torch.multinomial(torch.softmax(best, -1), 1)
            character = places.gather(1, choice)
            written.append(int(character))
        return written


def keras_predict(writer: Writer, first: int, length: int) -> list[int]:
    """Write with `model.predict`, one call per character."""
    reset_states(writer.model)
    draws = np.random.default_rng(0)
    character, written = first, []
    for _ in range(length):
        logits = writer.model.predict(np.array([[character]]), verbose=0)[0, -1]
        best = np.argsort(-logits)[:TOP_N]
        weights = np.exp(logits[best] - logits[best].max())
        character = int(draws.choice(best, p=weights / weights.sum()))
        written.append(character)
    return written


def logits_of(writer: Writer) -> NDArray[np.float32]:
    """Return a network's logits after each character of its vocabulary, (V, V)."""
    ids = np.arange(len(writer.vocabulary), dtype=np.int32)
    reset_states(writer.model)
    return np.asarray(writer.model.predict_on_batch(ids[None]))[0]


def logits_in_torch(twin: TorchWriter, count: int) -> NDArray[np.float32]:
    """Return what `logits_of` does, for the network in PyTorch."""
    with torch.no_grad():
        output, _ = twin.lstm(twin.embedding(torch.arange(count)[:, None]))
        return np.asarray(twin.logits(output)[:, 0].numpy())


def logits_in_onnx(twin: OnnxWriter, count: int) -> NDArray[np.float32]:
    """Return what `logits_of` does, for the network in ONNX Runtime."""
    states, seen = twin.begin(), []
    for character in range(count):
        logits, states = twin.step(character, states)
        seen.append(logits)
    return np.stack(seen)


def rate(write: Callable[[], Any], characters: int) -> float:
    """Return characters per second of one call."""
    started = time.perf_counter()
    write()
    return characters / (time.perf_counter() - started)


def main() -> None:
    """Measure in turns and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", nargs="?", default="shakespeare-best")
    parser.add_argument("--characters", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    writer = Writer(checkpoint.find("language", options.checkpoint))
    twin, n, size = TorchWriter(writer), options.characters, len(writer.vocabulary)
    full = OnnxWriter(writer, quantised=False, top_n=TOP_N)
    small = OnnxWriter(writer, quantised=True, top_n=TOP_N)
    settings = SamplingSettings(top_n=TOP_N, seed=1)
    ways: dict[str, tuple[Callable[[], Any], int]] = {
        "Loupe": (lambda: list(writer.write("L", n, settings)), n),
        "PyTorch loop": (lambda: twin.write(1, n), n),
        "ONNX float32": (lambda: full.write(1, n), n),
        "ONNX int8": (lambda: small.write(1, n), n),
        "Keras predict": (lambda: keras_predict(writer, 1, n // 50), n // 50),
    }
    print(f"{writer.name}: {writer.card.parameters:,} parameters")
    ours = logits_of(writer)
    for name, theirs in (
        ("PyTorch loop", logits_in_torch(twin, size)),
        ("ONNX float32", logits_in_onnx(full, size)),
        ("ONNX int8", logits_in_onnx(small, size)),
    ):
        print(f"{name:14}largest difference of logits {abs(ours - theirs).max():.1e}")
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for write, _ in ways.values():
        write()  # compiled and warm
    for _ in range(options.rounds):
        for name, (write, count) in ways.items():
            rates[name].append(rate(write, count))
    medians = {name: statistics.median(seen) for name, seen in rates.items()}
    for name, middle in medians.items():
        times = medians["Loupe"] / middle
        print(f"{name:14}{middle:9,.0f} characters/s   Loupe is {times:6.1f}x")


if __name__ == "__main__":
    main()
