"""The How it works tab: the method in words, the source, the commands."""

import inspect
import shlex
from pathlib import Path
from typing import Any

import streamlit as st

import engine.language
from engine.language.config import PRESETS
from engine.language.example import SETTINGS
from engine.sampling import SamplingSettings
from ui.frame import link
from ui.loading import engine_ready, known_cards

_WORDS = f"""
**One character after the other.** The network reads a text as a row of characters and
knows nothing of words. After each one it says how probable every character of its
alphabet is to come next. Everything else, spelling, verse, speakers' names, it has to
find out because it makes that guess better.

**It remembers.** A *long short-term memory* (LSTM) carries two rows of numbers from
character to character. Gates, learned like everything else, decide at each step what
is forgotten, what is added and what is said. The state is carried from one batch of
training to the next, and each batch is the continuation of the last: so the network can
learn what lies further back than the sequences it is trained on.

**It learns by small corrections.** After each batch the error is followed backwards
through the last characters (*truncated back-propagation through time*:
{PRESETS["post"].sequence_length} in the post's network,
{PRESETS["best"].sequence_length} in the best one), and every weight moves a
little to where the true character would have been likelier. The loss is the mean
surprise in *nats per character*: 0 would be to know every character beforehand; to
guess blindly among 65 is 4.17.

**It writes by drawing.** From the probabilities one character is drawn, read again as
if it had stood there, and so on. *Temperature* sharpens or flattens the probabilities
first, *top n* keeps the n likeliest (the post took 2), *top p* keeps the likeliest that
together have so much probability. The seed decides the draws: same seed, same text.

**It is measured on what it never saw.** The last tenth of each text is kept back, and
read as one stream with the state carried.

**n-grams** are the opponent of the post: they count which character followed the last
few. What a text never had gets its probability from shorter n-grams; *modified
Kneser–Ney* is the best known way to share it out.

**Dynamic evaluation** lets the weights go on learning while the network reads the text
it is measured on, each character measured before it is learned from. It is another game
and a figure of its own, to be held against compressors that adapt in the same way.
"""


def draw() -> None:
    """Draw the whole tab."""
    st.markdown(_WORDS)
    link("ngrams", "Let the network and the n-grams write side by side")
    st.subheader("What is on screen, without the screen", anchor=False)
    _draw_commands()
    st.subheader("The network itself", anchor=False)
    st.code(model_source(), language="python", height=560)


def model_source() -> str:
    """Return the source of the function that builds the network.

    Importing it would import Keras, which takes seconds: as long as nothing else
    has, the whole file is shown instead.
    """
    if engine_ready():
        from engine.language.model import build

        return inspect.getsource(build)
    folder = Path(str(engine.language.__file__)).parent
    return (folder / "model.py").read_text(encoding="utf-8")


def _draw_commands() -> None:
    """Draw the command and the Python lines for what the Try tab is set to."""
    name = str(_chosen("network", next(iter(known_cards("language")), "")))
    if not name:
        st.caption("There is no network on this machine yet.")
        return
    epoch = str(_chosen("epoch", "final"))
    prompt, length = str(_chosen("prompt", "L")), int(_chosen("length", 400))
    standard = SETTINGS
    settings = SamplingSettings(
        float(_chosen("temperature", standard.temperature)),
        int(_chosen("top_n", standard.top_n)),
        float(_chosen("top_p", standard.top_p)),
        int(_chosen("seed", standard.seed)),
    )
    st.code(
        command(name, epoch, prompt, length, settings),
        language="bash",
        wrap_lines=True,
    )
    st.code(snippet(name, epoch, prompt, length, settings), language="python")


def _chosen(setting: str, otherwise: Any) -> Any:
    """Return a setting of the Try tab, or what stands there at first."""
    value = st.session_state.get(f"language_{setting}")
    return otherwise if value is None else value


def command(
    name: str, epoch: str, prompt: str, length: int, settings: SamplingSettings
) -> str:
    """Return the command that writes the same text, quoted for a shell."""
    words = ["./loupe", "predict", "language", "--checkpoint", name]
    if epoch != "final":
        words += ["--epoch", epoch]
    # With “=” a prompt that begins with a hyphen is no option.
    words += [f"--prompt={prompt}", "--length", f"{length}"]
    words += ["--temperature", f"{settings.temperature:g}"]
    words += ["--top-n", f"{settings.top_n}", "--top-p", f"{settings.top_p:g}"]
    return shlex.join([*words, "--seed", f"{settings.seed}"])


def snippet(
    name: str, epoch: str, prompt: str, length: int, settings: SamplingSettings
) -> str:
    """Return Python lines that write the same text."""
    chosen = "" if epoch == "final" else f", epoch={epoch}"
    return (
        "from engine import checkpoint\n"
        "from engine.language.predict import Writer\n"
        "from engine.sampling import SamplingSettings\n\n"
        f'writer = Writer(checkpoint.find("language", {name!r}){chosen})\n'
        f"settings = {settings!r}\n"
        f"for piece in writer.write({prompt!r}, {length}, settings):\n"
        '    print(piece.text, end="")\n'
    )
