"""The post's analysis of SQuAD: how long things are, where answers lie, characters.

Everything that the Data tab shows lies in one small file of numbers and single
characters, without any text of SQuAD's, so that it can be seen without the data.
It also has the places of the dev answers, which mistakes are held against. The
file is made by `counting`.
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
# What is counted, in words unless it says otherwise.
PARAGRAPH, QUESTION, ANSWER = "paragraph", "question", "answer"
LAST = "last word of the answer"  # its number in the paragraph, from 1
PLACE = "twentieth of the paragraph"  # in which the answer begins, 0 to 19
PARAGRAPH_CHARACTERS = "characters of a paragraph word"
QUESTION_CHARACTERS = "characters of a question word"
PARTS = 20
# A packed training file that is not the published one byte for byte.
_NOTES = {
    "41f2f94a57947b268814e6f704c5d8b35bd07b53b74973ffcfe88e507faf15c7": "In the "
    "training file that was counted, the question ids are not SQuAD’s own, and up to "
    "22 answers mark another occurrence of the same words; the text is SQuAD’s."
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each whole number occurs."""

    pairs: tuple[tuple[int, int], ...]  # number, how often; in order of the numbers

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(count for _, count in self.pairs)

    @property
    def largest(self) -> int:
        """The largest number."""
        return self.pairs[-1][0]

    @property
    def median(self) -> int:
        """The smallest number that half of them do not exceed."""
        seen = accumulate(count for _, count in self.pairs)
        return next(
            number
            for (number, _), many in zip(self.pairs, seen, strict=True)
            if 2 * many >= self.total
        )

    def up_to(self, limit: int) -> float:
        """Return the share of those that are at most `limit`, 0 to 1."""
        return sum(count for n, count in self.pairs if n <= limit) / self.total

    def histogram(self, width: int, end: int) -> list[tuple[int, float]]:
        """Return the share of each bin, (its smallest number, 0 to 1).

        Args:
            width: Numbers in a bin.
            end: The first number that is not shown any more; a multiple of width.
        """
        shares = dict.fromkeys(range(0, end, width), 0.0)
        for number, count in self.pairs:
            if number < end:
                shares[number - number % width] += count / self.total
        return list(shares.items())


@dataclass(frozen=True, slots=True)
class Part:
    """One file of SQuAD in numbers."""

    articles: int
    paragraphs: int
    questions: int
    counts: Mapping[str, Counts]  # PARAGRAPH, QUESTION, … -> how long, how often
    kinds: Mapping[str, int]  # type of question -> how many

    @property
    def shares(self) -> dict[str, float]:
        """The share of each type of question, the most frequent first."""
        order = sorted(self.kinds.items(), key=lambda pair: -pair[1])
        return {name: count / self.questions for name, count in order}


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of the training part.

    Args:
        texts: In paragraphs and questions, character -> how often.
        answers: The same of the answers.
        vocabulary: Those that our networks would tell apart, taught all of it.
    """

    texts: Mapping[str, int]
    answers: Mapping[str, int]
    vocabulary: str

    @property
    def small(self) -> int:
        """How many different ones the texts have in small letters."""
        return len({lower for character in self.texts for lower in character.lower()})

    @property
    def small_answers(self) -> int:
        """How many different ones the answers have in small letters."""
        return len({lower for character in self.answers for lower in character.lower()})

    @property
    def covered(self) -> float:
        """The share of the texts, without spaces, that the vocabulary covers."""
        solid = {c: n for c, n in self.texts.items() if not c.isspace()}
        known = sum(n for c, n in solid.items() if c in self.vocabulary)
        return known / max(sum(solid.values()), 1)

    def ranked(self, most: int) -> list[tuple[int, int]]:
        """Return (rank from 1, how often) of the texts' characters, thinned out.

        Args:
            most: Every rank up to it, then ever fewer.
        """
        counts = sorted(self.texts.values(), reverse=True)
        ranks = [*range(1, min(most, len(counts)) + 1)]
        while ranks[-1] < len(counts):
            ranks.append(min(len(counts), ranks[-1] + max(1, ranks[-1] // 20)))
        return [(rank, counts[rank - 1]) for rank in ranks]

    def replaced(self) -> list[tuple[str, int]]:
        """Return the characters outside the vocabulary, the most frequent first."""
        left = [(c, n) for c, n in self.texts.items() if c not in self.vocabulary]
        return sorted((p for p in left if p[0].isprintable()), key=lambda p: -p[1])


@dataclass(frozen=True, slots=True)
class Statistics:
    """All that is known of SQuAD without having it.

    Args:
        parts: TRAIN and DEV.
        characters: Of the training part.
        marked: For each dev question the places that people marked.
        digests: Of the files that were counted, name -> SHA-256.
    """

    parts: Mapping[str, Part]
    characters: Characters
    marked: tuple[tuple[tuple[int, int], ...], ...]
    digests: Mapping[str, str]

    @property
    def note(self) -> str:
        """A sentence where a file is not the published one; else empty."""
        return _NOTES.get(self.digests.get(TRAIN, ""), "")


def to_text(found: Statistics) -> str:
    """Return statistics as JSON."""
    parts = {
        name: {
            "articles": part.articles,
            "paragraphs": part.paragraphs,
            "questions": part.questions,
            "counts": {what: counts.pairs for what, counts in part.counts.items()},
            "kinds": part.kinds,
        }
        for name, part in found.parts.items()
    }
    characters = {
        "texts": found.characters.texts,
        "answers": found.characters.answers,
        "vocabulary": found.characters.vocabulary,
    }
    told = {
        "digests": found.digests,
        "parts": parts,
        "characters": characters,
        "marked": found.marked,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Statistics:
    """Return the statistics that `to_text` wrote.

    Raises:
        ValueError, KeyError, TypeError: It is something else.
    """
    kept = json.loads(text)
    return Statistics(
        {name: _part(part) for name, part in kept["parts"].items()},
        Characters(**kept["characters"]),
        tuple(tuple((a, b) for a, b in places) for places in kept["marked"]),
        kept["digests"],
    )


def _part(kept: Mapping[str, Any]) -> Part:
    counts = {
        name: Counts(tuple((n, times) for n, times in pairs))
        for name, pairs in kept["counts"].items()
    }
    return Part(**{**kept, "counts": counts})


def load(path: Path = ASSET) -> Statistics:
    """Return the shared statistics, read once per process.

    Raises:
        DataMissingError: The file is not there.
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
