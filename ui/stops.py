"""What a guide consists of: its stops, their answers, and what a visitor has done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError

OWN: Final = "{own}"  # in a stop's state: the text that the visitor typed
_NO_NETWORK = (
    "There is no trained network on this machine yet. Train one on the Train tab; "
    "then answer again."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the networks, counts or cards say to a stop's question."""

    right: int  # index in the stop's choices
    sentence: str  # why, with the figures


def require(card: Card | None, missing: str = _NO_NETWORK) -> Card:
    """Return the card that the answer to a question needs.

    Args:
        card: Of the network or table; None where there is none.
        missing: What to do where there is none.

    Raises:
        CheckpointError: There is none.
    """
    if card is None:
        raise CheckpointError(missing)
    return card


@dataclass(frozen=True)
class Stop:
    """One stop of a guide.

    Args:
        title: A few words.
        text: At most 60 words, Markdown.
        question: What you predict before you see it.
        choices: Two to four that exclude each other and leave nothing out: whatever
            is computed, exactly one is right.
        answer: Called with the visitor's own text ("" without a field) once the
            question is answered; a `LoupeError` is shown as a sentence.
        task: The one thing to do on the page.
        conclusion: What is to be seen there, and what follows; true whatever is
            computed. At most 45 words.
        state: Key of the page's session state -> the value that a click sets; `OWN`
            for the visitor's own text, None to forget what is there, a function for
            what has to be computed first.
        own: The label of a field for the visitor's own text; "" for none.
        place: Key of the container or widget that the task is about, where it is not
            at the top of the tab; it is scrolled to and framed.
    """

    title: str
    text: str
    question: str
    choices: tuple[str, ...]
    answer: Callable[[str], Answer]
    task: str
    conclusion: str
    state: Mapping[str, object]
    own: str = ""
    place: str = ""

    def state_with(self, own: str) -> dict[str, object]:
        """Return the state to set, with the visitor's own text."""
        given = {key: own if v == OWN else v for key, v in self.state.items()}
        return {key: v() if callable(v) else v for key, v in given.items()}


@dataclass
class Progress:
    """What a visitor has done, kept in the session. Stops are counted from 1."""

    at: int = 0  # the stop that is shown; 0 while the guide is closed
    choices: dict[int, int] = field(default_factory=dict)  # stop -> choice
    answers: dict[int, Answer] = field(default_factory=dict)
    own: dict[int, str] = field(default_factory=dict)  # what was typed
    shown: set[int] = field(default_factory=set)  # stops whose page was set

    def is_done(self, number: int) -> bool:
        """Return whether a question was answered and its page looked at."""
        return number in self.answers and number in self.shown

    def forget(self, number: int) -> None:
        """Ask a question once more."""
        self.choices.pop(number, None)
        self.answers.pop(number, None)
        self.shown.discard(number)

    def summary(self, stops: Sequence[Stop]) -> str:
        """Return how many stops are done and how many guesses were right.

        Example:
            >>> both = Progress(choices={1: 0}, answers={1: Answer(0, "")}, shown={1})
            >>> one = Stop("", "", "", (), lambda own: Answer(0, ""), "", "", {})
            >>> both.summary([one])
            'That was the last stop. You guessed 1 of 1 right.'
            >>> both.summary([one, one])
            'That was the last stop. You guessed 1 of 1 right. Still open: stop 2.'
        """
        right = sum(self.choices.get(n) == a.right for n, a in self.answers.items())
        open_stops = [n for n in range(1, len(stops) + 1) if not self.is_done(n)]
        words = (
            f"That was the last stop. You guessed {right} of {len(self.answers)} right."
        )
        if open_stops:
            plural = "s" if len(open_stops) > 1 else ""
            words += f" Still open: stop{plural} {', '.join(map(str, open_stops))}."
        return words
