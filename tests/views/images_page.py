"""Visits to the images page, and a tiny network to visit it with."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import numpy as np
from streamlit.testing.v1 import AppTest

from engine import registry
from engine.checkpoints import checkpoint
from engine.images.analysis import channel_images, example, nearest, outcomes
from engine.images.data import SOURCES
from engine.images.pixels import Pictures
from tests.contract import pictures, tiny
from tests.views import visiting

visit = partial(visiting.visit, "images")


def words_of(test: AppTest) -> str:
    kinds = (test.markdown, test.caption, test.subheader, test.code)
    notices = (test.info, test.warning)
    return "\n".join(str(e.value) for kind in (*kinds, *notices) for e in kind)


def html_of(test: AppTest) -> str:
    """Return the HTML of a page, with that of pictures that can be chosen."""
    drawn = (json.loads(e.proto.json or "{}") for e in test.get("bidi_component"))
    chosen = [data["markup"] for data in drawn if "markup" in data]
    return "\n".join([*(e.proto.body for e in test.get("html")), *chosen])


@cache
def published_files(source: Path) -> dict[str, bytes | Path]:
    """Return the files of a tiny network with those of a published one."""
    network = registry.get("images").load(source)
    random = np.random.default_rng(0)
    labels = np.arange(30) % 3
    logits = random.normal(0, 2, (30, 3))
    images = pictures.noisy(pictures.COLOURS["red"], 1)[None].repeat(9, 0)
    index = nearest.make(
        network, Pictures(images, labels[:9]), np.arange(9, dtype=np.intp)
    )
    answers = outcomes.of(network.classes, labels, logits, logits, 1.0)
    return {
        **{name: source / name for name in network.card.files},
        example.FILE: example.to_text(example.make(network)).encode(),
        outcomes.FILE: outcomes.to_bytes(answers),
        channel_images.FILE: channel_images.to_bytes(
            channel_images.make(network, images)
        ),
        nearest.FILE: nearest.to_bytes(index),
    }


def ship(source: Path) -> Path:
    """Ship a tiny network as “tiny”, like a published checkpoint; return its folder."""
    # Its card names CIFAR-10: only such networks are offered test images.
    card = replace(
        checkpoint.read_card(source, "images"),
        sources={SOURCES[0].name: SOURCES[0].sha256},
    )
    folder = Path(os.environ["LOUPE_CHECKPOINTS"]) / "images" / "tiny"
    folder.parent.mkdir(parents=True)
    return checkpoint.write(folder, tiny.renamed(card, "tiny"), published_files(source))
