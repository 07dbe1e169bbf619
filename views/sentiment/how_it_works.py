"""The How it works tab: the method in words, the source, the commands."""

import streamlit as st

from engine.sentiment.samples import SAMPLES
from ui.how_it_works import draw_commands, draw_source, setting
from views.sentiment.networks import MISSING, contenders, name_of
from views.sentiment.request import KEY

_WORDS = """
**One question, five answers.** Each network reads a review and gives very negative,
negative, neutral, positive and very positive a probability each. Expected stars are
their mean, from 1 to 5; the spread is their standard deviation.

**What they learned from.** The Stanford Sentiment Treebank: sentences of film reviews,
cut into phrases, each phrase judged by people. *not a bad way* has a label, and so
have *a bad way*, *bad way* and *bad*. So a network can find out what a “not” does.
Sentences are kept apart: nothing is learned from a test sentence. Short phrases such
as *the film* stand in sentences of both; Results also says how often a network is
right on those that it had not.

**The bag** takes the mean of the words' vectors (GloVe, learned from six billion words
beforehand) and puts it through dense layers. It sees which words there are, and nothing
of their order: shuffle them, and its answer is the same.

**The character network** has never heard of words. It sees a row of single characters,
looks for patterns of three with 64 filters, keeps the strongest of every three places,
and does so again; two dense layers judge what is found. Of a mistyped word it still
sees most. But what a word means it must learn from the reviews alone.

**The LSTM** reads word by word and carries its state along; the state after the last
word is judged. It can learn that a “not” turns what follows. The best network reads in
both directions and weighs the words by *attention*.

**The floors.** Half of all phrases are neutral: to say so always is right every second
time. *Word counts*, a logistic regression with five weights for each word, is what any
network must beat.

**How sure they may be.** A network's logits are divided by one temperature, fitted on
the dev split, so that what it calls 80 % is right about 80 times in a hundred.

**Three measures are easily confused**: unique phrases (what the post and Kaggle's
contest counted), whole sentences in five classes, and whole sentences as positive or
negative with the neutral ones left out. They never share a column here.
"""
_FUNCTIONS = {
    "Bag of word vectors": "bag",
    "Characters": "characters",
    "Word by word": "lstm",
    "Both ways, with attention": "attentive",
    "Word counts": "counts",
}


def draw() -> None:
    """Draw the whole tab."""
    st.markdown(_WORDS)
    _draw_commands()
    chosen = st.selectbox("Network to read", list(_FUNCTIONS), key="sentiment_source")
    draw_source("sentiment", _FUNCTIONS.get(str(chosen), "build"))


def _draw_commands() -> None:
    """Draw the command and the Python lines for the review on the Try tab."""
    cards = contenders()
    if not cards:
        st.caption(MISSING)
        return
    linked = st.query_params.get(KEY, SAMPLES[0].text)
    text = str(setting("sentiment", KEY.removeprefix("sentiment_"), linked))
    names = {name_of(card): name for name, card in cards.items()}
    chosen = setting("sentiment", "networks", list(names)[:1])
    name = next((names[one] for one in chosen if one in names), next(iter(cards)))
    draw_commands(command(name, text), snippet(name, text))


def command(name: str, text: str) -> list[str]:
    """Return the words of the command that judges the same review."""
    words = ["./loupe", "predict", "sentiment", text]
    return [*words, "--checkpoint", name, "--json"]


def snippet(name: str, text: str) -> str:
    """Return Python lines that judge the same review."""
    return (
        "from engine.checkpoints import checkpoint\n"
        "from engine.sentiment.predict import Reviewer\n\n"
        f'reviewer = Reviewer(checkpoint.find("sentiment", {name!r}))\n'
        f"reading = reviewer.read({text!r})\n"
        "print(reading.label_name, reading.stars, reading.spread)\n"
    )
