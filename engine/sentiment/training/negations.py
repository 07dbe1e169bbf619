"""Negations of short training phrases, as further examples to train on.

Networks take “not bad at all” for a criticism, see `analysis/negation.py`. Of the
phrases that follow “not” in the training part of the treebank, 36 are negative on
their own, and only 7 of those are positive with it. Here short phrases get a negation
and the label of the other side, “positive” or “negative”: what the lesson counts as
right, not what annotators would always say. Whether it helps, dev decides
(docs/own_data.md).
"""

from dataclasses import replace

import numpy as np

from engine.sentiment import data
from engine.sentiment.data import NEUTRAL, Examples

_MOST_WORDS = 4  # of a phrase that is negated
# What stands before a phrase, and after it.
_FORMS = (
    (("not",), ()),
    (("is", "not"), ()),
    (("never",), ()),
    (("not",), ("at", "all")),
)
_NEGATIVE, _POSITIVE = NEUTRAL - 1, NEUTRAL + 1
_NEGATIONS = {"hardly", "n't", "neither", "never", "no", "nobody", "nor", "not"}
_NEGATIONS |= {"nothing", "without"}


def with_negations(examples: Examples, count: int, seed: int) -> Examples:
    """Return examples with negated phrases after them, half of praise.

    Args:
        examples: Those to train on.
        count: Phrases to add, at most: what is there already is not added.
        seed: Of the choice of phrases and negations.
    """
    if not count:
        return examples
    draws = np.random.default_rng(seed)
    seen = {data.lowered(text) for text in examples.texts}
    texts, labels = [], []
    for is_praise, label in ((True, _NEGATIVE), (False, _POSITIVE)):
        phrases = [
            text
            for text, own in zip(examples.texts, examples.labels, strict=True)
            if own != NEUTRAL and (own > NEUTRAL) == is_praise and _is_plain(text)
        ]
        for index in draws.permutation(len(phrases))[: count // 2]:
            before, after = _FORMS[draws.integers(len(_FORMS))]
            negated = (*before, *phrases[index], *after)
            if data.lowered(negated) not in seen:
                seen.add(data.lowered(negated))
                texts.append(negated)
                labels.append(label)
    return replace(
        examples,
        texts=(*examples.texts, *texts),
        labels=np.concatenate([examples.labels, np.array(labels, np.int8)]),
        occurrences=np.concatenate(
            [examples.occurrences, np.ones(len(texts), np.int32)]
        ),
    )


def _is_plain(text: tuple[str, ...]) -> bool:
    """Return whether a phrase is short, has a word and no negation."""
    words = data.lowered(text)
    return (
        len(words) <= _MOST_WORDS
        and any(word.isalpha() for word in words)
        and not _NEGATIONS & {*words}
    )
