"""The How it works tab: the method in words, the source, the commands."""

import streamlit as st

from engine.sentiment.analysis.parts import parts
from engine.sentiment.config import PRESETS
from engine.sentiment.samples import SAMPLES
from ui.how_it_works import draw_commands, draw_network, setting, typed
from ui.links.bound import choose_bound
from ui.loading import cards_of
from ui.networks import FINAL
from views.sentiment.networks import MISSING, contenders, name_of
from views.sentiment.request import KEY

_WORDS = """
**One review, five classes.** Each network gives very negative, negative, neutral,
positive and very positive a probability. Expected stars are the mean of that
distribution, from 1 to 5; the spread is its standard deviation.

**Training data.** The Stanford Sentiment Treebank: sentences from film reviews, cut
into phrases, each labelled by annotators. *not a bad way* has a label, and so have
*a bad way*, *bad way* and *bad*, so a network can learn what “not” does. Training,
validation (*dev*) and test data are split by sentence. Short phrases such as *the film*
occur in several splits; Results also gives the accuracy on unseen phrases alone.

**Bag of word vectors.** The mean of the words’ GloVe vectors (trained beforehand on six
billion words, then fine-tuned on the reviews) goes through dense layers. The mean
ignores word order: shuffle the words, and the answer is the same.

**Character CNN.** The input is a sequence of one-hot characters. 64 filters look for
patterns of three characters, max pooling keeps the largest of every three activations,
and both steps are repeated; dense layers classify the result. It still sees most
letters of a misspelled word, but must learn what words mean from the reviews alone.

**LSTM.** It reads word by word and classifies its hidden state after the last word, so
it can learn that “not” reverses what follows. The best network reads in both directions
and combines the words by *attention pooling*: a weighted mean with learned weights.
Beside the vector of each word it reads what a small character CNN makes of its letters,
so that a word with a typo is not lost.

**Baselines.** Half of all phrases are neutral, so always answering “neutral” is right
half of the time. *Word counts* is a logistic regression with one weight per word and
class.

**Calibration.** A calibrated network is right about 80 times in 100 where it says 80%;
an overconfident one is right less often. The logits are divided by one temperature,
fitted on the dev split.

**Three measures are easily confused**: accuracy on unique phrases (as in the original
blog post of 2016–2018 and in Kaggle’s contest), on whole sentences in five classes, and
on whole sentences as positive or negative, without the neutral ones. They are always in
separate columns here.
"""
# What each is called -> its preset, and the function that builds it.
_NETWORKS = {
    "Bag of word vectors": ("glove_dnn", "averaging_network"),
    "Character CNN": ("char_cnn", "character_cnn"),
    "LSTM": ("lstm", "lstm"),
    "Bidirectional LSTM with attention": ("best", "attentive_lstm"),
    "Word counts (baseline)": ("word_counts", "word_counts"),
}


def draw() -> None:
    """Draw the whole tab."""
    st.markdown(_WORDS)
    _draw_commands()
    chosen = choose_bound(
        st.selectbox,
        "Network to read",
        list(_NETWORKS),
        key="sentiment_source",
        persist_state="session",
    )
    preset, function = _NETWORKS[str(chosen)]
    cards = cards_of("sentiment", lambda card: card.preset == preset)
    config = PRESETS[preset]
    for card in list(cards.values())[:1]:
        config = type(config).from_mapping(card.config)
    draw_network("sentiment", str(chosen), parts(config), function)


def _draw_commands() -> None:
    """Draw the command and the Python lines for the review on the Try tab."""
    cards = {name_of(card): card for card in cards_of("sentiment").values()}
    usual = [name_of(card) for card in contenders().values()]
    if not usual:
        st.caption(MISSING)
        return
    text = typed("sentiment", KEY.removeprefix("sentiment_"), SAMPLES[0].text)
    chosen = setting("sentiment", "networks", usual)
    card = cards[next((label for label in chosen if label in cards), usual[0])]
    epoch = str(setting("sentiment", "epoch", FINAL))
    saved = {f"{snapshot.epoch:g}" for snapshot in card.snapshots}
    epoch = epoch if epoch in saved else FINAL
    draw_commands(command(card.name, epoch, text), snippet(card.name, epoch, text))


def command(name: str, epoch: str, text: str) -> list[str]:
    """Return the words of the command that classifies the same review."""
    words = ["./loupe", "predict", "sentiment", text, "--checkpoint", name]
    words += [] if epoch == FINAL else ["--epoch", epoch]
    return [*words, "--json"]


def snippet(name: str, epoch: str, text: str) -> str:
    """Return Python lines that classify the same review."""
    chosen = "" if epoch == FINAL else f", epoch={epoch}"
    return (
        "from engine.checkpoints import checkpoint\n"
        "from engine.sentiment.predict import Reviewer\n\n"
        f'reviewer = Reviewer(checkpoint.find("sentiment", {name!r}){chosen})\n'
        f"reading = reviewer.read({text!r})\n"
        "print(reading.label_name, reading.stars, reading.spread)\n"
    )
