"""The guide through the sentiment page: from one review to your own."""

from ui.stops import OWN, Stop
from views.sentiment import guide_answers as answers
from views.sentiment.guide_answers import POSITIVE
from views.sentiment.request import KEY


def stops() -> tuple[Stop, ...]:
    """Return the stops, for the networks on this machine."""
    return (*_order(), *_sequence(), *_words(), *_measured())


def _order() -> tuple[Stop, ...]:
    return (
        Stop(
            "A feeling in numbers",
            "Each network reads a review and gives five probabilities, from very "
            "negative to very positive. Their weighted mean is a number of stars. The "
            "bidirectional LSTM reads word by word, from both ends. This review "
            "criticises, then praises: “Although slow and far too long, it "
            "is one of the most moving films this year.”",
            "What does the bidirectional LSTM call it?",
            ("Positive", "Neutral", "Negative"),
            answers.although,
            "Compare the dots: which network is most impressed by “slow” and “long”?",
            "A network that only counts words adds up criticism and praise. One that "
            "reads in order can learn that what follows “although … ,” is what counts.",
            _try("although"),
        ),
        Stop(
            "A bag cannot feel order",
            "The simplest network has a list of numbers for each word, its word "
            "vector. It takes their mean, which does not depend on order. These two "
            "have the same words: “It is not bad, it is good.” and “It is not good, it "
            "is bad.”",
            "How does the bag of word vectors rate them?",
            ("Exactly alike", "Differently"),
            answers.bag,
            "Press “Randomise again” a few times. The ring is the answer before the "
            "words were shuffled, the dot after: does the bag’s dot ever leave its "
            "ring?",
            "A mean does not depend on order, so the bag cannot tell the two reviews "
            "apart, however long it is trained. Networks that read in order move.",
            _try("order-good", sentiment_change="shuffle words"),
        ),
    )


def _sequence() -> tuple[Stop, ...]:
    return (
        Stop(
            "Reading in order",
            "A recurrent network reads word by word, here from both ends, and can know "
            "that “not” came before “bad”. Whether it makes use of that is another "
            "question.",
            "How far apart does it put those same two reviews?",
            (
                "The good one leads by more than one star",
                "It leads by less than that",
                "It does not lead noticeably",
            ),
            answers.order,
            "Choose the other order as the example, and watch which dots move.",
            "Being able to use the order is not the same as using it. Most training "
            "phrases can be judged by single words, so little forces a network to "
            "learn more.",
            _try("order-bad", sentiment_change=None),
        ),
        Stop(
            "One little word",
            "Negation is where sentiment gets hard: “not” reverses the meaning, but "
            "most words around it stay friendly. We take “This is a good film.” and "
            "add a “not”.",
            "What does the bidirectional LSTM do?",
            (
                "Calls it negative",
                "Fewer stars, but not negative",
                "Hardly changes its answer",
            ),
            answers.negation,
            "Which network has the longest way from ring to dot?",
            "“Not good” should be worse than “good” for every reader. “Negation, "
            "where networks fail” below counts how often that holds on our sentences.",
            _own(POSITIVE, sentiment_change="negate"),
        ),
    )


def _words() -> tuple[Stop, ...]:
    return (
        Stop(
            "Misspelled praise",
            "The bag looks each word up in its vocabulary; one that is not there tells "
            "it nothing. A character CNN sees letters, and most letters of "
            "a misspelled word are right: “Briliant, hilarius and tuching.”",
            "Which gives it more stars?",
            ("The character CNN", "The bag of word vectors", "About the same"),
            answers.typos,
            "Read the notes under the bars: which words are not in the vocabulary?",
            "To a network of words a misspelled word is missing; to a network of "
            "characters it is nearly right. Characters alone cost accuracy elsewhere: "
            "see Results. The bidirectional LSTM reads both.",
            _try("typos", sentiment_change=None),
        ),
        Stop(
            "Which word was it?",
            "Leave out one word at a time and see how the answer moves: this is "
            "occlusion. “Oh great, another superhero saves the world. How original.” "
            "You hear the sarcasm. The network sees two friendly words.",
            "Which word moves the answer of the bidirectional LSTM most?",
            ("great", "original", "another", "Some other word"),
            answers.sarcasm,
            "Compare the colours of “great” and “original”: in which direction do they "
            "pull?",
            "Each word is judged by what it usually means. Sarcasm says the opposite, "
            "and hardly anything in single sentences teaches a network to hear it.",
            _inside("sarcasm"),
        ),
    )


def _measured() -> tuple[Stop, ...]:
    return (
        Stop(
            "A lookup table beats the network",
            "The data labels every phrase of a sentence, down to single words, and a "
            "contest ranked systems by the share of phrases they got right. Many "
            "phrases of the test sentences occur in training sentences, too. So let a "
            "table answer these, and the network only the others.",
            "Compared with the network alone, how many phrases does that get right?",
            ("More", "Fewer", "The same within a percentage point"),
            answers.lookup,
            "In the table, compare the columns for sentences and for phrases. How far "
            "do you get by always answering “neutral”?",
            "Short phrases are mostly neutral, and many are known by heart: the "
            "measure rewards memory. Whole sentences, which are all new to it, tell "
            "more about reading.",
            {"sentiment_tab": "Results"},
        ),
        Stop(
            "Your own review",
            "Write a sentence about the last film you saw. Try to be difficult: praise "
            "through criticism, irony, a double negation.",
            "Will all networks name the same one of the five classes?",
            ("Yes, all the same", "No"),
            answers.own_review,
            "Change one word so that the networks disagree, or agree.",
            "Where networks that read in different ways agree, a review is usually "
            "plain. Where they disagree, look at what each of them can read: words, "
            "letters, or order.",
            _own(OWN, sentiment_change=None),
            own="Your review, in English",
        ),
    )


def _try(example: str, **state: object) -> dict[str, object]:
    networks = {"sentiment_networks": None, "sentiment_epoch": "final"}
    return {
        "sentiment_tab": "Try",
        "sentiment_example": example,
        **networks,
        **state,
    }


def _own(text: str, **state: object) -> dict[str, object]:
    """Return the state of the Try tab with a text of one's own."""
    # As `request.take` does: the text was chosen, and not the example before it.
    own = {"_sentiment_example_taken": "own", KEY: text}
    return _try("own", **own, **state)


def _inside(example: str) -> dict[str, object]:
    card = answers.card_of(answers.SEQUENCE)
    network = {} if card is None else {"sentiment_network": card.name}
    return {
        "sentiment_tab": "Look inside",
        "sentiment_example": example,
        "sentiment_epoch": "final",
        "sentiment_view_words": "Words",
        "sentiment_words_attention": "Occlusion",
        **network,
    }
