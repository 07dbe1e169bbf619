"""The How it works tab: the method in words, the source, the commands."""

import streamlit as st

from engine.reading.config import PRESETS
from pages.parts.reading_request import asked
from ui.loading import known_cards
from ui.method import draw_commands, draw_source, setting
from ui.networks import FINAL

_WORDS = f"""
**Words become numbers.** Each word has a vector of 100 numbers, learned by others from
six billion words (GloVe). A second network looks at its characters, so that a name that
nobody ever counted is still something.

**Both texts are read both ways.** One and the same bidirectional LSTM reads the passage
and the question, forwards and backwards; each word is now known in its place.

**They look at each other.** Every passage word is compared with every word of the
question. It takes what the question says to it, and the question takes from the passage
what is like any of its words: *bidirectional attention flow*.

**It is read once more.** Further LSTMs read the passage in the light of the question;
then each word gets two scores: that the answer begins with it, and ends with it.

**The answer is the likeliest span.** Beginning and end are chosen together, at most
{PRESETS["bidaf"].longest_span} words apart, and the answer is cut from the text as it
was given. The network can only ever point: it writes no word of its own.

**It is measured as SQuAD does.** *Exact match* asks whether the answer is one that
people gave, articles and punctuation aside; *F1* asks how many words it shares with the
nearest of them. Choices are made on a tenth of the training articles, most of which
`bidaf` then learns from, too; the dev questions are asked once.

**Its confidence is checked.** How often answers as sure as this one were right is
learned from the held-out articles, and so is the doubt whether there is an answer.
"""


def draw() -> None:
    """Draw the whole tab."""
    st.markdown(_WORDS)
    cards = known_cards("reading")
    linked = st.query_params.get("reading_network")
    name = str(setting("reading", "network", linked))
    card = cards.get(name) or next(iter(cards.values()), None)
    if card is not None:
        name = card.name
        _, question = asked()
        epoch = str(setting("reading", "epoch", FINAL))
        there = epoch in {f"{kept.epoch:g}" for kept in card.snapshots}
        longest = int(setting("reading", "longest", card.config["longest_span"]))
        words = ["./loupe", "predict", "reading", "--checkpoint", name]
        words += ["--epoch", epoch] if there else []
        words += ["--passage", "passage.txt", f"--question={question}"]
        words += ["--longest", f"{longest}"]
        chosen = f", epoch={epoch}" if there else ""
        snippet = (
            "from engine import checkpoint, registry\n\n"
            f'folder = checkpoint.find("reading", {name!r})\n'
            f'reader = registry.get("reading").load(folder{chosen})\n'
            'passage = open("passage.txt", encoding="utf-8").read()\n'
            f"print(reader.read(passage, {question!r}, longest={longest}).answer)"
        )
        draw_commands(words, snippet)
    draw_source("reading")
