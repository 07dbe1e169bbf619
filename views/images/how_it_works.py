"""The How it works tab: the method, its source code and the commands."""

import streamlit as st

from engine.images.analysis.parts import parts
from engine.images.config import PRESETS, ImagesConfig
from ui.format import percent
from ui.how_it_works import draw_commands, draw_network, setting
from ui.loading import cards_of
from ui.networks import FINAL
from views.images.framing import CROP, PAD

# Measured by the command that the text names, on pictures that are not passed on.
OUTSIDE, FLAGGED = 66, {"best": 51, "quick": 33}
_TEXT = f"""
**Thirty-two pixels.** Your picture is reduced to 32 × 32 pixels with three colour
channels: all of it with grey borders, or a square of it that you choose. The network
sees nothing else.

**Convolution.** The same small filter is applied at every position of the picture; its
output says how well the patch there matches. Filters of the first layers respond to
edges and colours, those of later layers to combinations of them. Max pooling keeps the
largest activation of a neighbourhood, so a wheel shifted by a pixel is still a wheel.

**The original post’s network** (`post`; the blog post of 2016–2018 that this page
re-creates) is from TensorFlow’s CIFAR-10 tutorial of 2016: two 5 × 5 convolutions,
each followed by max pooling and local response normalisation, then two dense layers.
Data augmentation mirrors each picture at random and varies its brightness and contrast,
for {PRESETS["post"].epochs:g} epochs.

**The best network** (`best`) follows Keller Jordan’s *airbench*. The kernels of its
first layer are computed, not trained: they *whiten* patches of 2 × 2 pixels, so that
their values are no longer correlated. Three blocks of two convolutions follow.
{PRESETS["best"].epochs:g} epochs are enough because each picture is mirrored in every
other epoch and because *lookahead* pulls the weights towards a slow average of
themselves. *Label smoothing* spreads {percent(PRESETS["best"].label_smoothing)} of each
target’s probability evenly over all ten classes.

**Your own classes.** A few pictures are too few to learn features from. The preset
`transfer` keeps the features of `best` and trains only a new last layer (*transfer
learning*). Its accuracy is *cross-validated*: each picture is predicted by a last layer
that was trained without it.

**Six views.** The picture, shifted by one pixel in two directions, each also mirrored:
the six logit vectors are averaged (*test-time augmentation*). This raises accuracy by
half a percentage point to two; figures that use it say so.

**Calibration.** A network’s confidence need not match its accuracy. *Temperature
scaling* divides the logits by one number, fitted on validation images, before the
softmax. The Results tab shows how well confidence then matches accuracy. A picture is
flagged as *out-of-distribution*, probably none of the classes, where its energy score
(the log-sum-exp of the logits) or its highest probability is lower than for 95% of real
images. Do not rely on this flag: of {OUTSIDE} real photos, textures and drawings that
show none of the classes, `best` flags {FLAGGED["best"]} and `quick` {FLAGGED["quick"]}
(`python -m benchmarks.outside_pictures FOLDER best --stored`).

**Where it looks.** *Grad-CAM* weights a layer’s feature maps by the gradient of the
class’s logit. *Occlusion* is an independent check: it covers one part of the picture
after another and measures how the probability changes.
"""


def draw() -> None:
    """Draw the whole tab."""
    st.markdown(_TEXT)
    _draw_commands()
    _draw_source()


def _network() -> str:
    """Return the network that the Try tab is set to; "" without any."""
    names = list(cards_of("images"))
    name = str(setting("images", "network", next(iter(names), "")))
    return name if name in names else next(iter(names), "")


def _draw_commands() -> None:
    """Draw the command and the Python lines for what the Try tab is set to."""
    name = _network()
    if not name:
        st.caption("No trained network on this machine yet.")
        return
    saved = {f"{snapshot.epoch:g}" for snapshot in cards_of("images")[name].snapshots}
    epoch = str(setting("images", "epoch", FINAL))
    epoch = epoch if epoch in saved else FINAL
    count = int(setting("images", "top", 3))
    fit = str(setting("images", "fit", PAD))
    draw_commands(command(name, epoch, count, fit), snippet(name, epoch, count, fit))
    if fit == CROP:
        st.caption("The command cuts out the middle square.")


def _draw_source() -> None:
    """Draw the parts and the source of the network that the Try tab is set to."""
    name, config = _network(), PRESETS["best"]
    if name:
        # After transfer learning the card's config is that of the last layer.
        card = cards_of("images")[name]
        config = ImagesConfig.from_mapping(card.facts.get("network", card.config))
    draw_network("images", name or "best", parts(config), f"build_{config.network}")


def command(name: str, epoch: str, count: int, fit: str) -> list[str]:
    """Return the arguments of the command that gives the same answer to a file."""
    words = ["./loupe", "predict", "images", "photo.jpg", "--checkpoint", name]
    if epoch != FINAL:
        words += ["--epoch", epoch]
    return [*words, "--top-n", f"{count}", "--fit", fit]


def snippet(name: str, epoch: str, count: int, fit: str) -> str:
    """Return Python lines that give the same answer to a file."""
    chosen = "" if epoch == FINAL else f", epoch={epoch}"
    return (
        "from pathlib import Path\n\n"
        "from engine.checkpoints import checkpoint\n"
        "from engine.images.pictures import open_picture\n"
        "from engine.images.predict import Classifier\n\n"
        f'network = Classifier(checkpoint.find("images", {name!r}){chosen})\n'
        'picture = open_picture(Path("photo.jpg").read_bytes(), "photo.jpg")\n'
        f"answer = network.classify(picture, {fit!r})\n"
        f"for name, probability in answer.top({count}):\n"
        "    print(name, probability)\n"
    )
