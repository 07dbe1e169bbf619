"""Calibration: how often an answer is right, and whether there is one at all.

Both are fitted on the validation questions, which are training questions held out.

The probability of the best span is relative to the other spans of the context: it says
where the answer is, if it is there. Slope and offset turn it into the share of
validation answers that equal their reference answer. There is one reference answer to
a training question, so confidence is about one annotator's answer.

Whether the answer is there shows in the logits before they are normalised over the
context, and in how many of the question's words are in it (`evaluate.evidence`). A
threshold on that flags at most 5% of the validation questions, all of which have an
answer.

Source:
    Platt (1999) for the confidence; Clark & Gardner (2018) for logits that can be
    compared across contexts.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.calibration import FEWEST, expected_calibration_error
from engine.reading import foreign
from engine.reading.data import Paragraph
from engine.reading.encoding import Example
from engine.reading.evaluate import ScoredAnswer

FILE = "calibration.json"
FALSE_ALARMS = 0.05  # of questions whose context has an answer, those flagged
_TINY = 1e-12

Answer = Callable[[Sequence[Example]], list[ScoredAnswer]]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a network's answer becomes a confidence; unfitted by default.

    Args:
        slope: Of the log-odds of being right over those of the span's probability.
        offset: Its value at a probability of a half.
        threshold: Below this evidence there is probably no answer. None where
            nothing was fitted.
        questions: Validation questions that both were fitted on; 0 for none.
        foreign_caught: Share of validation questions on paragraphs of other articles
            that are below the threshold, 0 to 1.
        same_article_caught: The same on other paragraphs of their own article.
    """

    slope: float = 1.0
    offset: float = 0.0
    threshold: float | None = None
    questions: int = 0
    foreign_caught: float | None = None
    same_article_caught: float | None = None

    def confidence(self, probability: float) -> float | None:
        """Return how often answers of this probability equal their reference answer.

        Returns:
            0 to 1, for a context that has an answer; None where nothing was fitted.
        """
        if not self.questions:
            return None
        odds = float(_log_odds(np.array([probability]))[0])
        return float(1 / (1 + np.exp(-(self.slope * odds + self.offset))))

    def has_answer(self, evidence: float) -> bool:
        """Return whether a context with this evidence probably has an answer."""
        return self.threshold is None or evidence >= self.threshold

    def share_flagged(self, scored: Sequence[ScoredAnswer]) -> float:
        """Return the share of questions that are flagged as “no answer”, 0 to 1."""
        flagged = [not self.has_answer(each.evidence) for each in scored]
        return float(np.mean(flagged))

    def error(self, scored: Sequence[ScoredAnswer]) -> float:
        """Return the expected calibration error of the confidence, 0 to 1.

        Right is an answer that equals the first reference answer.
        """
        confidences = [self.confidence(each.span.probability) or 0.0 for each in scored]
        right = [each.first_score.exact > 0 for each in scored]
        return expected_calibration_error(confidences, right)

    def to_text(self) -> str:
        """Return it as JSON text."""
        return json.dumps(asdict(self), indent=1) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return what `to_text` wrote.

        Raises:
            ValueError: Not such a text.
        """
        try:
            return cls(**json.loads(text))
        except TypeError as error:
            raise ValueError(f"not a calibration: {error}") from error


def fit(
    scored: Sequence[ScoredAnswer], paragraphs: Sequence[Paragraph], answer: Answer
) -> Calibration:
    """Return the calibration fitted on a network's scored validation answers.

    Args:
        scored: Fewer than 50 are too few: nothing is fitted.
        paragraphs: Of the validation set, from which foreign questions are made.
        answer: Answers further questions with the same network.
    """
    if len(scored) < FEWEST:
        return Calibration()
    slope, offset = platt(
        np.array([each.span.probability for each in scored]),
        np.array([each.first_score.exact for each in scored]),
    )
    evidence = np.array([each.evidence for each in scored])
    threshold = float(np.quantile(evidence, FALSE_ALARMS, method="lower"))
    fitted = Calibration(slope, offset, threshold, len(scored))
    return Calibration(
        slope, offset, threshold, len(scored), **caught(fitted, paragraphs, answer)
    )


def caught(
    calibration: Calibration,
    paragraphs: Sequence[Paragraph],
    answer: Answer,
    most: int = foreign.MOST,
) -> dict[str, float]:
    """Return the shares of foreign questions that are flagged; none without any.

    Args:
        calibration: Of the network that answers.
        paragraphs: With their questions.
        answer: The network.
        most: Questions of each kind.

    Returns:
        `foreign_caught` on paragraphs of other articles and `same_article_caught`,
        0 to 1.
    """
    examples = {
        "foreign_caught": foreign.of_other_articles(paragraphs, most),
        "same_article_caught": foreign.of_same_article(paragraphs, most),
    }
    return {
        name: calibration.share_flagged(answer(questions))
        for name, questions in examples.items()
        if questions
    }


def _log_odds(probability: NDArray[np.floating]) -> NDArray[np.float64]:
    p = np.clip(probability.astype(np.float64), _TINY, 1 - 1e-6)
    return np.asarray(np.log(p / (1 - p)))


def platt(
    probability: NDArray[np.floating], right: NDArray[np.floating]
) -> tuple[float, float]:
    """Return slope and offset of the logistic regression of `right`, 0 or 1.

    Where all or none are right, the slope is 1 and the offset is that of Platt's
    smoothed share.
    """
    # scikit-learn takes a second to import: only fitting needs it.
    from sklearn.linear_model import LogisticRegression

    odds = _log_odds(probability)
    if len(set(right.tolist())) < 2:
        share = (right.sum() + 1) / (len(right) + 2)
        return 1.0, float(np.log(share / (1 - share)) - odds.mean())
    model: Any = LogisticRegression(C=1e6).fit(odds[:, None], right > 0)
    return float(model.coef_[0, 0]), float(model.intercept_[0])
