"""Sample reviews, written for Loupe: they can be shown without the treebank."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """A short review and what makes it worth trying."""

    name: str  # in a URL
    text: str
    about: str  # what to look for, in a few words


SAMPLES = (
    Sample(
        "although",
        "Although slow and far too long, it is one of the most moving films this year.",
        "criticism, then praise",
    ),
    Sample(
        "order-good",
        "It is not bad, it is good.",
        "word order: same words as the next example",
    ),
    Sample(
        "order-bad",
        "It is not good, it is bad.",
        "word order: same words as the previous example",
    ),
    Sample(
        "delight", "A warm, funny and wonderfully acted little film.", "plain praise"
    ),
    Sample(
        "waste",
        "Two hours of my life that I will never get back.",
        "criticism without a negative word",
    ),
    Sample("not-bad", "Not bad at all.", "two negatives make a positive"),
    Sample(
        "not-good", "This is not a good film, and nobody should see it.", "negation"
    ),
    Sample(
        "order-blame",
        "A wonderful cast wasted on a terrible script.",
        "criticism: almost the same words as the next example",
    ),
    Sample(
        "order-praise",
        "A terrible script saved by a wonderful cast.",
        "praise: almost the same words as the previous example",
    ),
    Sample(
        "sarcasm",
        "Oh great, another superhero saves the world. How original.",
        "sarcasm: positive words, negative meaning",
    ),
    Sample(
        "but",
        "The acting is superb, but the story is so dull that I fell asleep.",
        "praise, then criticism",
    ),
    Sample("typos", "Briliant, hilarius and tuching.", "praise, every word misspelled"),
    Sample(
        "lukewarm",
        "It is a film about two brothers who run a bakery.",
        "no opinion",
    ),
    Sample(
        "could",
        "It could have been a masterpiece if anyone had written a script.",
        "hypothetical praise",
    ),
)
# Classified during training, to show early on whether it works.
WATCHED = tuple(
    sample
    for sample in SAMPLES
    if sample.name in ("delight", "waste", "not-bad", "not-good")
)
