"""The How it works tab: the method in words, the source, the commands."""

import streamlit as st

from engine.images.config import PRESETS
from ui.format import percent
from ui.how_it_works import draw_commands, draw_source, setting
from ui.loading import known_cards
from ui.networks import FINAL

_WORDS = f"""
**Thirty-two pixels.** Whatever you drop is made small: its middle square, or all of it
on grey, becomes 32 × 32 pixels with three colours each. That is all the network ever
gets, and about as much as you see of a thing from the corner of your eye.

**Convolutions** lay the same small filter on every place of the picture and note how
well it fits. The first ones answer to edges and colours; those behind them answer to
arrangements of what came before. Pooling keeps the strongest answer of a
neighbourhood, so that a wheel is a wheel a pixel further left, too.

**The post's network** (`post`) has two convolutions of 5 × 5 with pooling and
normalisation behind each, and two dense layers, as TensorFlow's tutorial of 2016 had
them. It sees each picture mirrored at random and a little brighter, darker, flatter or
harder than it is, for {PRESETS["post"].epochs:g} epochs.

**The best one** (`best`) follows Keller Jordan's *airbench*. Its first layer is not
learned but calculated: it takes patches of 2 × 2 pixels apart so that their parts no
longer follow each other (*whitening*). Three blocks of two convolutions come after.
It learns in {PRESETS["best"].epochs:g} epochs, because mirroring alternates from
epoch to epoch and because its weights follow a slow average of themselves. Its targets
are softened (*label smoothing*): {percent(PRESETS["best"].label_smoothing)} of the
certainty is spread over all ten classes.

**Six views.** A picture, and the same moved by one pixel both ways, each also mirrored:
their logits are averaged. That buys about one more right in a hundred, and figures that
rest on it say so.

**How sure it may be.** A softmax is not a probability until it is made honest: logits
are divided by one *temperature*, fitted on images that the network did not learn from.
On the Results tab you see whether it is right as often as it says. Where its sureness
is lower than for nearly all real images, it says *probably none of these*.

**Where it looks.** *Grad-CAM* weighs a layer's maps by how much each would move the
score of a class. It is a guess from within; *occlusion*, which covers the picture piece
by piece and watches the answer fall, is its check from outside.
"""


def draw() -> None:
    """Draw the whole tab."""
    st.markdown(_WORDS)
    _draw_commands()
    _draw_source()


def _draw_commands() -> None:
    """Draw the command and the Python lines for what the Try tab is set to."""
    name = str(setting("images", "network", next(iter(known_cards("images")), "")))
    if not name:
        st.caption("There is no network on this machine yet.")
        return
    epoch = str(setting("images", "epoch", FINAL))
    count = int(setting("images", "top", 3))
    fit = str(setting("images", "fit", "crop"))
    draw_commands(command(name, epoch, count, fit), snippet(name, epoch, count, fit))


def _draw_source() -> None:
    """Draw the source of the network that the Try tab is set to."""
    cards = known_cards("images")
    name = str(setting("images", "network", next(iter(cards), "")))
    config = cards[name].config if name in cards else {}
    draw_source("images", f"_{config.get('network', 'whitened')}")


def command(name: str, epoch: str, count: int, fit: str) -> list[str]:
    """Return the words of the command that says the same of a file."""
    words = ["./loupe", "predict", "images", "photo.jpg", "--checkpoint", name]
    if epoch != FINAL:
        words += ["--epoch", epoch]
    return [*words, "--top-n", f"{count}", "--fit", fit]


def snippet(name: str, epoch: str, count: int, fit: str) -> str:
    """Return Python lines that say the same of a file."""
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
