"""Dev accuracy of a network that reads a review along its parse tree.

    python -m benchmarks.tree_lstm [--seeds 0 1 2] [--epochs N] [--rate R]

A Tree-LSTM on the Stanford Sentiment Treebank, whose sentences come with parse trees:
what reading along them is worth beside `best`, which reads from both ends. A review
that somebody types has no tree, so no page could use it. Needs PyTorch and
`./loupe fetch sentiment`.

Source:
    Tai et al. (2015), the binary Tree-LSTM and its size; dropout of words, word
    vectors, AdamW and EMA as in `best`.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints import checkpoint
from engine.data import glove
from engine.sentiment import data
from engine.sentiment.config import PRESETS
from engine.sentiment.encoding import WordEncoder
from engine.sentiment.trees import Tree
from engine.settings import folder

try:
    import torch
    from torch.nn import functional
    from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
except ImportError:
    raise SystemExit(
        "PyTorch is not here: pip install -r benchmarks/requirements.txt"
    ) from None

BEST = PRESETS["best"]
_UNITS = 150
_TREES = 25  # of a batch
_RATE = 0.004  # with 0.001, the rate of `best`, 47.2% and 85.1% with seed 0


@dataclass(frozen=True)
class Forest:
    """The nodes of some trees, lowest first: M leaves, then what joins two nodes.

    Args:
        ids: (M,) of each leaf in the table of fine-tuned words.
        vectors: (M, 100) of each leaf from GloVe.
        levels: Nodes of one height each, as (nodes, 2) indices of their children.
        labels: (N,) 0 to 4.
        roots: (trees,) which nodes are whole sentences.
    """

    ids: torch.Tensor
    vectors: torch.Tensor
    levels: list[torch.Tensor]
    labels: torch.Tensor
    roots: torch.Tensor


def plant(trees: Sequence[Tree], encoder: WordEncoder) -> Forest:
    """Return trees as one forest."""
    nodes: list[tuple[int, int, int, str]] = []  # height, label, its number, word
    children: list[tuple[int, int]] = []
    roots = []
    for tree in trees:
        waiting: list[int] = []  # for the node that joins them
        for phrase in tree.phrases:
            pair, height, word = (-1, -1), 0, tree.tokens[phrase.start]
            if phrase.end - phrase.start > 1:
                pair = (waiting.pop(-2), waiting.pop())
                height, word = 1 + max(nodes[child][0] for child in pair), ""
            waiting.append(len(nodes))
            nodes.append((height, phrase.label, len(nodes), word))
            children.append(pair)
        roots.append(waiting[0])
    order = sorted(range(len(nodes)), key=lambda i: nodes[i][0])
    place = np.argsort(order)  # of each node, lowest first
    heights = np.array([nodes[i][0] for i in order])
    joined = [place[list(children[i])] for i in order]
    encoded = encoder.encode([[nodes[i][3]] for i in order if nodes[i][0] == 0])
    assert encoded.vectors is not None
    return Forest(
        torch.tensor(encoded.ids[encoded.indices]).long(),
        torch.tensor(encoded.vectors[encoded.indices]),
        [
            torch.tensor(np.array([joined[i] for i in np.flatnonzero(heights == h)]))
            for h in range(1, int(heights.max()) + 1)
        ],
        torch.tensor([nodes[i][1] for i in order]),
        torch.tensor(place[roots]),
    )


class TreeLstm(torch.nn.Module):
    """Each node's state from its two children's, a leaf's from its word."""

    def __init__(self, rows: int) -> None:
        """Take the number of fine-tuned words."""
        super().__init__()
        self.offsets = torch.nn.Embedding(rows, glove.DIMENSIONS)
        torch.nn.init.zeros_(self.offsets.weight)
        self.leaf = torch.nn.Linear(glove.DIMENSIONS, 3 * _UNITS)
        self.join = torch.nn.Linear(2 * _UNITS, 5 * _UNITS)
        self.logits = torch.nn.Linear(_UNITS, len(data.LABELS))
        with torch.no_grad():  # gates that keep what came from both children
            self.join.bias[3 * _UNITS :] = 1.0

    def forward(self, forest: Forest) -> torch.Tensor:
        """Return the logits of every node, (N, 5)."""
        scale = BEST.embedding_learning_rate_scale
        x = forest.vectors + scale * self.offsets(forest.ids)
        whole = x.new_ones(len(x), 1)  # in training 0 where a word is left out
        whole = functional.dropout(whole, BEST.word_dropout, self.training)
        x = functional.dropout(x * whole, BEST.embedding_dropout, self.training)
        taken, out, new = self.leaf(x).chunk(3, dim=1)
        c = [taken.sigmoid() * new.tanh()]
        h = [out.sigmoid() * c[0].tanh()]
        for pairs in forest.levels:
            both = torch.cat(h)[pairs].flatten(1)  # (nodes, 2 U)
            of_left, of_right = torch.cat(c)[pairs].unbind(1)
            taken, out, new, left, right = self.join(both).chunk(5, dim=1)
            kept = left.sigmoid() * of_left + right.sigmoid() * of_right
            c.append(taken.sigmoid() * new.tanh() + kept)
            h.append(out.sigmoid() * c[-1].tanh())
        return self.logits(
            functional.dropout(torch.cat(h), BEST.dropout, self.training)
        )


def train(
    trees: Sequence[Tree], encoder: WordEncoder, epochs: int, rate: float, seed: int
) -> torch.nn.Module:
    """Return a trained network, its weights averaged."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    model = TreeLstm(encoder.rows)
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(BEST.ema_momentum))
    optimizer = torch.optim.AdamW(
        model.parameters(), rate, weight_decay=BEST.weight_decay
    )
    steps = len(trees) // _TREES
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * steps)
    for epoch in range(epochs):
        order = random.permutation(len(trees))
        total = 0.0
        for step in range(steps):
            chosen = order[step * _TREES : (step + 1) * _TREES]
            forest = plant([trees[i] for i in chosen], encoder)
            weight = torch.ones(len(forest.labels))
            weight[forest.roots] = BEST.min_sentence_repeats
            losses = functional.cross_entropy(
                model(forest), forest.labels, reduction="none"
            )
            loss = (weight * losses).sum() / weight.sum()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), BEST.gradient_clip_norm)
            optimizer.step()
            schedule.step()
            mean.update_parameters(model)
            total += loss.item()
        print(f"seed {seed}, epoch {epoch + 1}: loss {total / steps:.3f}", flush=True)
    return mean


def accuracies(model: torch.nn.Module, forest: Forest) -> NDArray[np.float64]:
    """Return the shares of sentences that are right, in five classes and in two."""
    model.eval()
    with torch.no_grad():
        likely = functional.softmax(model(forest)[forest.roots], dim=1)
    labels = forest.labels[forest.roots]
    sided = labels != data.NEUTRAL
    positive = likely[:, 3:].sum(1) > likely[:, :2].sum(1)
    right = positive[sided] == (labels > data.NEUTRAL)[sided]
    return np.array(
        [(likely.argmax(1) == labels).double().mean(), right.double().mean()]
    )


def main() -> None:
    """Train with each seed; print the figures on dev beside those of `best`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--epochs", type=int, default=BEST.epochs)
    parser.add_argument("--rate", type=float, default=_RATE)
    options = parser.parse_args()
    trees = data.read_published("train", folder("data"))
    encoder = WordEncoder.of(
        [tree.tokens for tree in trees], BEST.min_count, glove.load()
    )
    dev = plant(data.read_published(data.VALIDATION, folder("data")), encoder)
    found = []
    for seed in options.seeds:
        model = train(trees, encoder, options.epochs, options.rate, seed)
        found.append(accuracies(model, dev))
        print("seed {}: {:.2%} of sentences, {:.2%} of two".format(seed, *found[-1]))
    means = [fmean(each) for each in zip(*found, strict=True)]
    print(
        f"Tree-LSTM, mean: {means[0]:.2%} of {len(dev.roots):,} sentences, "
        f"{means[1]:.2%} positive or negative"
    )
    card = checkpoint.read_card(checkpoint.find("sentiment", "best"), "sentiment")
    for name in ("sentence_accuracy", "binary_accuracy"):
        metric = card.metric(name, data.VALIDATION)
        print(f"best, {name}: {metric.value:.2%} of {metric.n:,}")


if __name__ == "__main__":
    main()
