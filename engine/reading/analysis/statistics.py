"""SQuAD in numbers, as the original post analysed it: lengths, positions, characters.

Everything that the Data tab shows is in one small file of counts and single
characters, without any of SQuAD's text, so that it needs no data. The file also has
the spans of the dev answers, with which mistakes are compared. `counting` writes it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from engine.checkpoints.checkpoint import PROJECT
from engine.errors import DataDamagedError, DataMissingError

# Part of the project, as the shared word vectors are.
ASSET = PROJECT / "checkpoints" / "shared" / "squad_statistics.json"
TRAIN, DEV = "train", "dev"
# What is counted, in words unless the name says otherwise.
PARAGRAPH, QUESTION, ANSWER = "paragraph", "question", "answer"
LAST = "last word of the answer"  # its position in the paragraph, from 1
PLACE = "twentieth of the paragraph"  # in which the answer starts, 0 to 19
PARAGRAPH_CHARACTERS = "characters of a paragraph word"
QUESTION_CHARACTERS = "characters of a question word"
PARTS = 20
# A repackaged training file that is not byte for byte the published one.
_NOTES = {
    "41f2f94a57947b268814e6f704c5d8b35bd07b53b74973ffcfe88e507faf15c7": "In the "
    "training file that was counted, the question ids are not SQuAD’s own, and up to "
    "22 answers mark another occurrence of the same words; the text is SQuAD’s."
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each integer occurs."""

    pairs: tuple[tuple[int, int], ...]  # integer, count; in ascending order

    @property
    def total(self) -> int:
        """The sum of the counts."""
        return sum(count for _, count in self.pairs)

    @property
    def largest(self) -> int:
        """The largest number."""
        return self.pairs[-1][0]

    @property
    def median(self) -> int:
        """The smallest integer that at least half of them do not exceed."""
        cumulative = accumulate(count for _, count in self.pairs)
        half = self.total / 2
        return next(
            number
            for (number, _), below in zip(self.pairs, cumulative, strict=True)
            if below >= half
        )

    def up_to(self, limit: int) -> float:
        """Return the share of those that are at most `limit`, 0 to 1."""
        return sum(count for n, count in self.pairs if n <= limit) / self.total

    def histogram(self, width: int, end: int) -> list[tuple[int, float]]:
        """Return (smallest integer, share 0 to 1) of each bin.

        Args:
            width: Integers in a bin.
            end: Upper end of the last bin, excluded; a multiple of `width`.
        """
        shares, total = dict.fromkeys(range(0, end, width), 0.0), self.total
        for number, count in self.pairs:
            if number < end:
                shares[number - number % width] += count / total
        return list(shares.items())


@dataclass(frozen=True, slots=True)
class Part:
    """One file of SQuAD in numbers."""

    articles: int
    paragraphs: int
    questions: int
    counts: Mapping[str, Counts]  # PARAGRAPH, QUESTION, … -> lengths
    kinds: Mapping[str, int]  # question type -> count

    @property
    def shares(self) -> dict[str, float]:
        """The share of each question type, the most frequent first."""
        order = sorted(self.kinds.items(), key=lambda pair: -pair[1])
        return {name: count / self.questions for name, count in order}


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of the training file.

    Args:
        texts: Of paragraphs and questions, character -> count.
        answers: Of the answers, character -> count.
        vocabulary: The vocabulary of a network trained on all of it.
    """

    texts: Mapping[str, int]
    answers: Mapping[str, int]
    vocabulary: str

    @property
    def small(self) -> int:
        """The number of distinct characters of the texts in lower case."""
        return len({lower for character in self.texts for lower in character.lower()})

    @property
    def small_answers(self) -> int:
        """The number of distinct characters of the answers in lower case."""
        return len({lower for character in self.answers for lower in character.lower()})

    @property
    def covered(self) -> float:
        """The share of the texts, without spaces, that is in the vocabulary."""
        visible = {c: n for c, n in self.texts.items() if not c.isspace()}
        covered = sum(n for c, n in visible.items() if c in self.vocabulary)
        return covered / max(sum(visible.values()), 1)

    def ranked(self, most: int) -> list[tuple[int, int]]:
        """Return (rank from 1, count) of the texts' characters, thinned out.

        Args:
            most: Every rank up to this one is kept, then ever fewer.
        """
        counts = sorted(self.texts.values(), reverse=True)
        ranks = [*range(1, min(most, len(counts)) + 1)]
        while ranks[-1] < len(counts):
            ranks.append(min(len(counts), ranks[-1] + max(1, ranks[-1] // 20)))
        return [(rank, counts[rank - 1]) for rank in ranks]

    def replaced(self) -> list[tuple[str, int]]:
        """Return the characters outside the vocabulary, the most frequent first."""
        outside = [(c, n) for c, n in self.texts.items() if c not in self.vocabulary]
        return sorted((p for p in outside if p[0].isprintable()), key=lambda p: -p[1])


@dataclass(frozen=True, slots=True)
class Statistics:
    """SQuAD in numbers.

    Args:
        parts: TRAIN and DEV.
        characters: Of the training file.
        marked: The reference spans of each dev question, in characters.
        digests: Of the counted files, name -> SHA-256.
    """

    parts: Mapping[str, Part]
    characters: Characters
    marked: tuple[tuple[tuple[int, int], ...], ...]
    digests: Mapping[str, str]

    @property
    def note(self) -> str:
        """A sentence where a file is not the published one; else empty."""
        return _NOTES.get(self.digests.get(TRAIN, ""), "")


def to_text(counted: Statistics) -> str:
    """Return statistics as JSON."""
    parts = {
        name: {
            "articles": part.articles,
            "paragraphs": part.paragraphs,
            "questions": part.questions,
            "counts": {what: counts.pairs for what, counts in part.counts.items()},
            "kinds": part.kinds,
        }
        for name, part in counted.parts.items()
    }
    characters = {
        "texts": counted.characters.texts,
        "answers": counted.characters.answers,
        "vocabulary": counted.characters.vocabulary,
    }
    stored = {
        "digests": counted.digests,
        "parts": parts,
        "characters": characters,
        "marked": counted.marked,
    }
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Statistics:
    """Return the statistics that `to_text` wrote.

    Raises:
        ValueError, KeyError, TypeError: It is something else.
    """
    stored = json.loads(text)
    return Statistics(
        {name: _part(part) for name, part in stored["parts"].items()},
        Characters(**stored["characters"]),
        tuple(tuple((a, b) for a, b in spans) for spans in stored["marked"]),
        stored["digests"],
    )


def _part(stored: Mapping[str, Any]) -> Part:
    counts = {
        name: Counts(tuple((n, times) for n, times in pairs))
        for name, pairs in stored["counts"].items()
    }
    return Part(**{**stored, "counts": counts})


def load(path: Path = ASSET) -> Statistics:
    """Return the shared statistics, read once per process.

    Raises:
        DataMissingError: The file is missing.
        DataDamagedError: It cannot be read.
    """
    if not path.is_file():
        raise DataMissingError(
            f"The SQuAD statistics are missing ({path.name}). Restore the file from "
            "git, or, with SQuAD on this machine, recompute it: "
            "python -m engine.reading.analysis.counting"
        )
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _load(path: Path, changed: int) -> Statistics:
    try:
        return from_text(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataDamagedError(
            f"{path.name} cannot be read ({type(error).__name__}). Restore it from git."
        ) from error
