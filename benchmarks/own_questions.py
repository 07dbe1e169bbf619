"""Thirty questions of our own on five paragraphs of our own: right, and “no answer”.

    python -m benchmarks.own_questions [CHECKPOINT ...]

Paragraphs and questions were written for this file, before any network was asked, and
are from no data set: four questions of each paragraph have an answer there, two have
none. Printed for each network: exact matches and mean F1 on the twenty with an answer,
and how many of both kinds are flagged as “the paragraph probably does not contain the
answer”. `--list` prints every answer.
"""

from dataclasses import dataclass

from benchmarks.each_checkpoint import main
from engine.checkpoints import checkpoint
from engine.reading import metrics
from engine.reading.predict import Reader


@dataclass(frozen=True)
class Passage:
    """A paragraph, questions with their accepted answers, and some without any."""

    text: str
    answered: dict[str, tuple[str, ...]]
    unanswered: tuple[str, ...]


PASSAGES = (
    Passage(
        "The ferry to Selholm leaves at seven every morning except Sunday. It carries "
        "forty passengers and two cars, and the crossing takes fifty minutes when the "
        "sea is calm. In January 2011 the old wooden boat was replaced by a steel one, "
        "which the islanders named Brenda after the first woman who had steered it. "
        "Tickets are sold on board by Jonas Ahl, who also delivers the mail.",
        {
            "How many passengers does the ferry carry?": ("forty",),
            "When was the wooden boat replaced?": ("January 2011", "2011"),
            "What did the islanders call the new boat?": ("Brenda",),
            "Who sells the tickets?": ("Jonas Ahl",),
        },
        ("How much does a ticket cost?", "Who designed the steel boat?"),
    ),
    Passage(
        "Sourdough bread needs no yeast from a shop. A starter of flour and water is "
        "left in a warm place for about a week, and wild yeast begins to grow in it. "
        "The dough rests for twelve hours because this yeast works slowly. Bakers cut "
        "the top of the loaf with a razor so that it opens where they want. The crust "
        "turns dark at 240 degrees, which is when most of the flavour develops.",
        {
            "How long does the dough rest?": ("twelve hours",),
            "What do bakers cut the loaf with?": ("a razor", "razor"),
            "What begins to grow in the starter?": ("wild yeast",),
            "At what temperature does the crust turn dark?": (
                "240 degrees",
                "at 240 degrees",
            ),
        },
        ("Who baked the first sourdough bread?", "How much salt does the dough need?"),
    ),
    Passage(
        "Our school’s weather station stands on the roof of the gymnasium. Every ten "
        "minutes it sends temperature, pressure and rainfall to a computer in the "
        "library. The pupils noticed in their second year that rain usually follows "
        "six hours after the pressure falls. Mrs. Okafor, who teaches physics, had the "
        "data printed as a book for the town museum. The anemometer broke in a storm "
        "and was repaired with part of a bicycle.",
        {
            "Where does the weather station stand?": (
                "the roof of the gymnasium",
                "on the roof of the gymnasium",
            ),
            "What does Mrs. Okafor teach?": ("physics",),
            "How often does the station send its data?": (
                "every ten minutes",
                "ten minutes",
            ),
            "What was the anemometer repaired with?": (
                "part of a bicycle",
                "a bicycle",
            ),
        },
        ("How much did the weather station cost?", "Who is the head of the school?"),
    ),
    Passage(
        "A honey bee that has found flowers tells the others by dancing. She runs in a "
        "figure of eight on the comb, and the angle of the middle line shows where the "
        "flowers are relative to the sun. The longer she waggles, the farther they "
        "have to fly: one second stands for roughly a kilometre. Bees that follow her "
        "touch her with their antennae, because it is dark in the hive.",
        {
            "What shape does the bee run in?": ("a figure of eight", "figure of eight"),
            "How far is one second of waggling?": (
                "a kilometre",
                "roughly a kilometre",
            ),
            "What do the other bees touch her with?": ("their antennae", "antennae"),
            "What does the angle show?": (
                "where the flowers are",
                "where the flowers are relative to the sun",
            ),
        },
        ("How many eggs does the queen lay?", "Who discovered the dance?"),
    ),
    Passage(
        "The night train from Varna was two hours late when it reached the border. A "
        "guard asked for the passports of all travellers in the third carriage. Petra "
        "Dimova, a violinist, had left hers in the hotel and was allowed to go on only "
        "because she played a waltz on the platform. The driver, who had waited for "
        "her, said afterwards that he had never heard anything so beautiful. They "
        "arrived in Bucharest at noon.",
        {
            "Where did the train come from?": ("Varna",),
            "What is Petra Dimova’s profession?": ("violinist", "a violinist"),
            "What did she play on the platform?": ("a waltz", "waltz"),
            "When did they arrive in Bucharest?": ("noon", "at noon"),
        },
        ("What was the driver’s name?", "How much did the hotel cost?"),
    ),
)


def measure(name: str, listed: bool) -> None:
    """Print what one network answers."""
    reader = Reader(checkpoint.find("reading", name))
    scores, flagged, caught = [], 0, 0
    for passage in PASSAGES:
        for question, accepted in passage.answered.items():
            reading = reader.read(passage.text, question)
            scores.append(metrics.score(reading.answer, accepted))
            flagged += not reading.has_answer
            if listed:
                print(f"{scores[-1].f1:4.2f}  {question}  {reading.answer}")
        for question in passage.unanswered:
            reading = reader.read(passage.text, question)
            caught += not reading.has_answer
            if listed:
                state = "shown" if reading.has_answer else "flagged"
                print(f"none  {question}  {reading.answer} ({state})")
    exact = sum(score.exact == 1 for score in scores)
    without = sum(len(passage.unanswered) for passage in PASSAGES)
    print(
        f"{name:12} exact {exact} of {len(scores)}, F1 "
        f"{100 * metrics.mean(scores).f1:.1f}; flagged {flagged} of {len(scores)} with "
        f"an answer, {caught} of {without} without"
    )


if __name__ == "__main__":
    main("benchmarks.own_questions", (__doc__ or "").split("\n")[0], measure)
