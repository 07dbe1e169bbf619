"""The How it works tab: the method in words, the source, the commands."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from engine.ensembles import JOIN
from engine.reading.analysis.parts import parts
from engine.reading.calibration import FALSE_ALARMS
from engine.reading.config import PRESETS, ReadingConfig
from ui.how_it_works import draw_commands, draw_network, setting
from ui.loading import cards_of
from ui.networks import FINAL
from views.reading import request

_WORDS = f"""
**Word and character embeddings.** Each word has a GloVe vector of 100 numbers,
pretrained on six billion words. A character CNN adds features of its spelling, so that
an unknown name still carries information.

**Contextual encoding.** One bidirectional LSTM reads both paragraph and question,
forwards and backwards; each word’s vector now depends on its neighbours.

**Attention flow.** Every paragraph word is compared with every question word.
Context-to-query attention gives each paragraph word the question words that matter to
it; query-to-context attention finds the paragraph words closest to any question word.

**Modelling.** Further LSTMs read the paragraph together with what attention found in
the question; then each word gets two logits: for the start of the answer and for its
end. The end reads one LSTM more than the start: in `bidaf` the start reads the first
and the end the second. The paper’s start reads the second, and its end a third LSTM of
its own, which is left out here.

**The answer is the most probable span.** Start and end are chosen together, at most
{PRESETS["bidaf"].max_answer_words} words long, and the answer is copied from the
paragraph. The network only points: it generates no words of its own.

**Evaluation as in SQuAD.** *Exact match* asks whether the answer equals an annotator’s,
ignoring articles and punctuation; *F1* measures its word overlap with the closest one.
Settings were chosen on a tenth of the training articles; the final `bidaf` trains on
most of these as well. Nothing was chosen or fitted on the dev questions.

**Confidence** is fitted on validation questions: how often do answers of this
probability equal the one annotator’s? It holds if the paragraph contains an answer.

**Probably no answer.** A softmax always gives some span the most probability. So the
logits are looked at before it, with the share of the question’s words that are in the
paragraph. Below the threshold are {FALSE_ALARMS:.0%} of the validation questions, which
all have an answer.

**Ensemble.** The mean of several networks’ start and end probabilities. It helps where
networks make different mistakes; those shipped here are much alike.
"""


def draw() -> None:
    """Draw the whole tab."""
    st.markdown(_WORDS)
    cards = cards_of("reading")
    name = str(setting("reading", "network", next(iter(cards), "")))
    card = cards.get(name) or next(iter(cards.values()), None)
    if card is None:
        draw_network("reading", "bidaf", parts(PRESETS["bidaf"]))
        return
    together = setting("reading", "together", [])
    others = [o for o in together if o in cards and o != card.name]
    epoch = str(setting("reading", "epoch", FINAL))
    saved = {f"{snapshot.epoch:g}" for snapshot in card.snapshots}
    epoch = epoch if epoch in saved and not others else FINAL
    asked = Asked(
        [card.name, *others], epoch, request.current()[1], request.search(card)
    )
    draw_commands(command(asked), snippet(asked))
    if asked.search.joint != request.default_search(card).joint:
        st.caption("The command searches start and end as the network is evaluated.")
    draw_network("reading", card.name, parts(ReadingConfig.from_mapping(card.config)))


@dataclass(frozen=True)
class Asked:
    """What the Try tab asks."""

    networks: Sequence[str]  # several answer together
    epoch: str
    question: str
    search: request.Search


def command(asked: Asked) -> list[str]:
    """Return the words of the command that asks the same."""
    words = ["./loupe", "predict", "reading", "--checkpoint", JOIN.join(asked.networks)]
    words += [] if asked.epoch == FINAL else ["--epoch", asked.epoch]
    words += ["--context", "paragraph.txt", f"--question={asked.question}"]
    return [*words, "--max-answer-words", f"{asked.search.max_answer_words}"]


def snippet(asked: Asked) -> str:
    """Return Python lines that ask the same."""
    epoch = "" if asked.epoch == FINAL else f", epoch={asked.epoch}"
    return (
        "from engine.checkpoints import checkpoint\n"
        "from engine.reading import ensemble\n\n"
        f"names = {list(asked.networks)!r}\n"
        'folders = [checkpoint.find("reading", name) for name in names]\n'
        f"reader = ensemble.load(folders{epoch})\n"
        'paragraph = open("paragraph.txt", encoding="utf-8").read()\n'
        f"reading = reader.read(\n    paragraph,\n    {asked.question!r},\n"
        f"    max_answer_words={asked.search.max_answer_words},\n"
        f"    joint={asked.search.joint},\n)\n"
        "print(reading.answer)"
    )
