"""Sample paragraphs and questions, written for this project."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """A paragraph with questions whose answers it contains."""

    title: str
    context: str
    questions: tuple[tuple[str, str], ...]  # question, answer


SAMPLES = (
    Sample(
        "The lighthouse",
        "The lighthouse on Gull Point was built in 1874 by the engineer Marta Lind, "
        "after three ships had been lost on the reef in a single winter. Its tower is "
        "31 metres high and has 168 steps. The lamp burned whale oil until 1902, when "
        "the keeper's son, Tomas Berg, persuaded the harbour council to install an "
        "electric light. Since 1989 no keeper has lived there: a computer in the "
        "village of Haven switches the light on at dusk, and a goat named Admiral "
        "keeps the grass short.",
        (
            ("Who built the lighthouse?", "Marta Lind"),
            ("When was the lighthouse built?", "1874"),
            ("How high is the tower?", "31 metres"),
            ("What did the lamp burn until 1902?", "whale oil"),
            ("Why was the lighthouse built?", "three ships had been lost on the reef"),
            ("What is the name of the goat?", "Admiral"),
            ("Where is the computer that switches on the light?", "village of Haven"),
        ),
    ),
    Sample(
        "Two teams",
        "In the final of the 1998 Valley Cup the Northfield Herons met the Ashby "
        "Tigers. The Tigers scored first, through a free kick by Paul Osei in the "
        "twelfth minute, but the Herons won 3–1 with two goals by Lena Marsh and one "
        "by her sister Ruth. It rained so hard that the second half began forty "
        "minutes late. The Herons received a silver bowl and 2,000 crowns, which they "
        "gave to the town's library.",
        (
            ("Who won the final of the Valley Cup?", "Herons"),
            ("Who scored the first goal?", "Paul Osei"),
            ("How many goals did Lena Marsh score?", "two"),
            ("Why did the second half begin late?", "It rained so hard"),
            ("What did the winners do with the money?", "gave to the town's library"),
            ("How much money did the Herons receive?", "2,000 crowns"),
        ),
    ),
    Sample(
        "Bread",
        "A sourdough bread rises without baker's yeast. Its dough holds a culture of "
        "wild yeasts and lactic acid bacteria, which live in flour and on the hands of "
        "the baker. The yeasts make carbon dioxide, which lifts the dough; the "
        "bacteria make lactic and acetic acid, which give the bread its sour taste and "
        "keep mould away. A baker saves part of each dough for the next day: some "
        "bakeries in San Francisco feed a culture that was begun in 1849.",
        (
            ("What lifts the dough?", "carbon dioxide"),
            ("What gives the bread its sour taste?", "lactic and acetic acid"),
            (
                "Where do the wild yeasts live?",
                "in flour and on the hands of the baker",
            ),
            ("When was the culture in San Francisco begun?", "1849"),
        ),
    ),
    Sample(
        "A small planet",
        "Orla is a planet of a red dwarf star forty light years away. It was found in "
        "2016 by a team of students at the University of Porto, who noticed that the "
        "star grew dimmer by one part in a thousand every nine days. Orla is a little "
        "larger than Earth, but so close to its star that the same side always faces "
        "it. Water could exist only along the line where day meets night, which the "
        "students call the Shore.",
        (
            ("Who found Orla?", "a team of students at the University of Porto"),
            ("How far away is the planet?", "forty light years"),
            ("What do the students call the line where day meets night?", "the Shore"),
            ("How often does the star grow dimmer?", "every nine days"),
        ),
    ),
    Sample(
        "A treaty",
        "The Treaty of Marlow was signed on 3 May 1621 by King Edric of Westmark and "
        "the merchants' league of Ardo. It ended a war of eleven years over the salt "
        "mines of Kell. Westmark kept the mines, while the league was given the right "
        "to trade in every port of the kingdom without paying tolls. The poet Ilse "
        "Brandt, who was present as a clerk, wrote that the king signed with his left "
        "hand because he had broken the right one while hunting.",
        (
            ("When was the Treaty of Marlow signed?", "3 May 1621"),
            ("What was the war about?", "the salt mines of Kell"),
            ("Who kept the mines?", "Westmark"),
            ("What was the league given?", "the right to trade in every port"),
            (
                "Why did the king sign with his left hand?",
                "he had broken the right one",
            ),
        ),
    ),
)
