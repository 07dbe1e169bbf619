"""What a guide consists of: its stops, and the answers to their questions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

OWN: Final = "{own}"  # in a stop's state: the text that the visitor typed


@dataclass(frozen=True, slots=True)
class Answer:
    """What the networks, counts or cards say to a stop's question."""

    right: int  # index in the stop's choices
    sentence: str  # why, with the figures


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
        state: Key of the page's session state -> the value that a click sets; `OWN`
            for the visitor's own text, None to forget what is there.
        own: The label of a field for the visitor's own text; "" for none.
    """

    title: str
    text: str
    question: str
    choices: tuple[str, ...]
    answer: Callable[[str], Answer]
    task: str
    state: Mapping[str, object]
    own: str = ""

    def state_with(self, own: str) -> dict[str, object]:
        """Return the state to set, with the visitor's own text."""
        return {key: own if v == OWN else v for key, v in self.state.items()}
