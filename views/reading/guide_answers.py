"""The answers to the questions of the reading guide, computed when they are asked."""

from typing import TYPE_CHECKING

from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.reading.analysis import ablations, occlusion
from engine.reading.analysis.samples import SAMPLES
from engine.reading.answers import Reading
from engine.reading.config import ABLATIONS
from engine.reading.metrics import normalise
from ui.format import percent, signed
from ui.loading import cards_of
from ui.stops import Answer, require
from views.reading import cache

if TYPE_CHECKING:
    from engine.reading.predict import Reader

WHO = "Who built the lighthouse?"
MISSPELLED = "Who biult the lighthuose?"
MONEY = "What did the winners do with the money?"  # of the second sample
UNANSWERABLE = "Who painted the lighthouse red?"


def card_of() -> Card | None:
    """Return the first network with BiDAF's attention, else the first, else None."""
    cards = list(cards_of("reading").values())
    flow = (card for card in cards if card.config.get("attention") == "flow")
    return next(flow, next(iter(cards), None))


def _card() -> Card:
    return require(card_of())


def _reader() -> "Reader":
    return cache.reader(_card(), None)


def _read(question: str, sample: int = 0, joint: bool | None = None) -> Reading:
    context = SAMPLES[sample].context
    return cache.answer(_card(), None, context, question, None, joint)


def _answered(question: str) -> Reading:
    """Return an answer that has a span.

    Raises:
        CheckpointError: Start and end are no span: there is nothing to look at.
    """
    reading = _read(question)
    if not reading.candidates:
        raise CheckpointError(
            f"{_card().name} found no answer to “{question}”: there is nothing to "
            "explain. Go on to the next stop."
        )
    return reading


def _in_words(reading: Reading) -> str:
    if not reading.candidates:
        return "It marks nothing: its end lies before its start."
    return f"It marks “{reading.answer}”, {percent(reading.candidates[0].probability)}."


def attention(_: str) -> Answer:
    """Return which question word the answer’s words attend to most."""
    reading = _answered(WHO)
    weights = occlusion.answer_to_query(reading)
    strongest = int(weights.argmax())
    word = reading.question.words[strongest]
    return Answer(
        {"who": 0, "built": 1, "lighthouse": 2}.get(word.lower(), 3),
        f"“{word}” gets {percent(float(weights[strongest]))} of the attention of "
        f"“{reading.answer}”.",
    )


def similarity(_: str) -> Answer:
    """Return which part of one similarity is largest, in size."""
    from engine.reading.analysis.similarity import similarity as parts_of  # Keras

    reading = _answered(WHO)
    first = reading.candidates[0].words[0]
    matrix = parts_of(_reader(), reading.context, reading.question, first)
    row = first - matrix.first
    column = int(matrix.to_query[row].argmax())
    cell = matrix.cell(row, column)
    parts = (cell.context_part, cell.question_part, cell.product_part)
    sizes = [abs(part) for part in parts]
    return Answer(
        sizes.index(max(sizes)),
        f"“{matrix.context.words[row]}” and “{matrix.question.words[column]}”: "
        f"{signed(parts[0])} from the paragraph word, {signed(parts[1])} from the "
        f"question word, {signed(parts[2])} from their product.",
    )


def start_and_end(_: str) -> Answer:
    """Return whether choosing start and end separately gives the same span."""
    together, apart = (_read(MONEY, sample=1, joint=joint) for joint in (True, False))
    if not apart.candidates:
        start, end = (
            apart.context.words[int(probabilities.argmax())]
            for probabilities in (apart.start_probabilities, apart.end_probabilities)
        )
        return Answer(
            2,
            f"The likeliest start is “{start}”, the likeliest end “{end}”, which "
            f"comes before it. The best pair gives “{together.answer}”.",
        )
    same = together.answer == apart.answer
    return Answer(
        0 if same else 1, f"Together: “{together.answer}”; apart: “{apart.answer}”."
    )


def misspelled(_: str) -> Answer:
    """Return whether two typos in the question change the answer."""
    right, typed = _read(WHO), _read(MISSPELLED)
    letters = "reads" if _card().config.get("character_filters") else "does not read"
    same = normalise(right.answer) == normalise(typed.answer)
    return Answer(
        0 if same else 1,
        f"Without typos: {_in_words(right)} With them: {_in_words(typed)} This network "
        f"{letters} letters.",
    )


def unanswerable(_: str) -> Answer:
    """Return whether the network doubts a question that has no answer."""
    reading = _read(UNANSWERABLE)
    return Answer(0 if not reading.has_answer else 1, _in_words(reading))


def explanation(_: str) -> Answer:
    """Return how many of the ten most attended words matter most when deleted."""
    reading = _answered(WHO)
    occluded = occlusion.measure(_reader(), reading)
    attention = reading.query_to_context[occluded.start : occluded.end]
    agreement = occlusion.context_agreement(occluded, attention)
    if agreement is None:
        raise CheckpointError(
            "Every word matters equally to this network: the rankings cannot be "
            "compared. Go on to the next stop."
        )
    share = agreement.shared / agreement.top
    right = 0 if share >= 0.8 else 1 if share >= 0.4 else 2
    return Answer(
        right,
        f"{agreement.shared} of {agreement.top} among {agreement.words} words; by "
        f"chance, {agreement.by_chance:.1f} would be shared.",
    )


def ablation(_: str) -> Answer:
    """Return which added part raises F1 on held-out articles most."""
    f1 = {
        preset: metric.value
        for preset, card in ablations.present(cards_of("reading").values()).items()
        if (metric := card.metric("validation_f1"))
    }
    missing = [preset for preset in ABLATIONS if preset not in f1]
    if missing:
        raise CheckpointError(
            f"The networks to compare are not all here: {', '.join(missing)} "
            "is missing. Go on to the next stop."
        )
    best = max(f1[preset] for preset in ABLATIONS if preset.startswith("modelling"))
    rises = {
        "attention flow": f1["attention_flow"] - f1["baseline"],
        "smart span": f1["smart_span"] - f1["attention_flow"],
        "the first modelling layer": f1["modelling_1"] - f1["smart_span"],
        "letters": f1["characters"] - best,  # over the best network without them
    }
    figures = ", ".join(f"{part} {signed(rise, 1)}" for part, rise in rises.items())
    largest = max(rises, key=lambda part: rises[part])
    return Answer(
        list(rises).index(largest),
        f"Points of F1 on the validation articles: {figures}.",
    )


def own_question(own: str) -> Answer:
    """Return how probable the answer to the visitor's question is."""
    reading = _read(own)
    p = reading.candidates[0].probability if reading.candidates else 0.0
    return Answer(0 if p > 0.5 else 1, _in_words(reading))
