"""The How it works tab: the method in words, the source, the commands."""

import streamlit as st

from engine.reading.config import PRESETS
from ui.how_it_works import draw_commands, draw_source, setting
from ui.loading import known_cards
from ui.networks import FINAL
from views.reading.request import asked

_WORDS = f"""
**Words become numbers.** Each word has a vector of 100 numbers, learned by others from
six billion words (GloVe). A second network looks at its characters, so that a name that
nobody ever counted is still something.

**Both texts are read both ways.** One and the same bidirectional LSTM reads paragraph
and question, forwards and backwards; each word is now known in its place.

**They look at each other.** Every paragraph word is compared with every word of the
question. It takes what the question says to it, and the question takes from the
paragraph what is like any of its words: *bidirectional attention flow*.

**It is read once more.** Further LSTMs read the paragraph in the light of the question;
then each word gets two logits: that the answer begins with it, and ends with it.

**The answer is the likeliest span.** Beginning and end are chosen together, at most
{PRESETS["bidaf"].max_answer_words} words apart, and the answer is cut from the text
as it was given. The network can only ever point: it writes no word of its own.

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
        max_answer_words = int(
            setting("reading", "max_answer_words", card.config["max_answer_words"])
        )
        words = ["./loupe", "predict", "reading", "--checkpoint", name]
        words += ["--epoch", epoch] if there else []
        words += ["--context", "paragraph.txt", f"--question={question}"]
        words += ["--max-answer-words", f"{max_answer_words}"]
        chosen = f", epoch={epoch}" if there else ""
        snippet = (
            "from engine import registry\n"
            "from engine.checkpoints import checkpoint\n\n"
            f'folder = checkpoint.find("reading", {name!r})\n'
            f'reader = registry.get("reading").load(folder{chosen})\n'
            'paragraph = open("paragraph.txt", encoding="utf-8").read()\n'
            f"reading = reader.read(paragraph, {question!r}, "
            f"max_answer_words={max_answer_words})\n"
            "print(reading.answer)"
        )
        draw_commands(words, snippet)
    draw_source("reading")
