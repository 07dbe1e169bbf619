"""The How it works tab: the method in words, the source, the commands."""

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
most of these as well. The dev questions were used once per network.

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
    linked = st.query_params.get("reading_network")
    name = str(setting("reading", "network", linked))
    card = cards.get(name) or next(iter(cards.values()), None)
    if card is not None:
        name = card.name
        _, question = request.current()
        epoch = str(setting("reading", "epoch", FINAL))
        epochs = {f"{snapshot.epoch:g}" for snapshot in card.snapshots}
        max_answer_words = int(
            setting("reading", "max_answer_words", card.config["max_answer_words"])
        )
        others = [o for o in st.query_params.get_all("reading_together") if o in cards]
        together = JOIN.join([name, *others])
        has_epoch = epoch in epochs and not others
        words = ["./loupe", "predict", "reading", "--checkpoint", together]
        words += ["--epoch", epoch] if has_epoch else []
        words += ["--context", "paragraph.txt", f"--question={question}"]
        words += ["--max-answer-words", f"{max_answer_words}"]
        chosen = f", epoch={epoch}" if has_epoch else ""
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
    config = (
        PRESETS["bidaf"] if card is None else ReadingConfig.from_mapping(card.config)
    )
    draw_network("reading", name or "bidaf", parts(config))
