"""The guide through the language page: its stops, from a guess to your own line."""

from ui.stops import OWN, Stop
from views.language import guide_answers as answers
from views.language.guide_answers import LINE, WRITTEN
from views.language.look_inside.passage import SCENE


def stops() -> tuple[Stop, ...]:
    """Return the stops, for the networks on this machine."""
    return (*_guessing(), *_choosing(), *_inside(), *_learning(), *_own_line())


def _guessing() -> tuple[Stop, ...]:
    return (
        Stop(
            "Guess the next character",
            "A language model does one thing: given a text, it assigns a probability "
            "to every character that could come next. To write, it draws one of them, "
            "appends it, and guesses again. Here it has read the line “O, speak "
            "again, bright ange”.",
            "How much probability does it give to its most likely next character?",
            ("More than 90%", "50% to 90%", "Less than 50%"),
            answers.guess,
            "Point at, or tap, the first characters that it wrote: each shows what "
            "else it considered.",
            _try(language_prompt=LINE, language_temperature=1.0, language_top_n=0),
        ),
        Stop(
            "What temperature does",
            "The network gives each character a number, its logit; softmax turns the "
            "logits into probabilities. Before that, they are divided by a temperature "
            "T. Below 1, the favourite wins even more often; above 1, everyone else "
            "gets a chance. The ranking never changes, only the gaps.",
            "At T = 2, is the most likely character after “bright ange” still drawn "
            "more than half of the time?",
            ("Yes", "No"),
            answers.hot,
            "Under “The next character is drawn”, compare the columns “Logit”, “÷ T” "
            "and “Softmax”. Then set the temperature to 0.5 in “Sampling settings”.",
            _inside_view(
                "One step",
                language_step_text=LINE,
                language_step=len(LINE),
                language_temperature=2.0,
                language_top_n=0,
                language_top_p=1.0,
            ),
        ),
    )


def _choosing() -> tuple[Stop, ...]:
    return (
        Stop(
            "Why not always take the best?",
            "The original blog post (2016–2018) drew from the two most likely "
            "characters only. That avoids misspellings, but a text in which nothing "
            "unlikely ever happens goes round in circles.",
            f"Both write {WRITTEN} characters. Which text has more different words?",
            ("Drawn from the two most likely", "Drawn from all", "Equally many"),
            answers.variety,
            "Top n is 2 here: only the two most likely characters are drawn. Look for "
            "phrases that return. Then set top n to 0 and draw from all.",
            _try(
                language_prompt="KING:\n",
                language_temperature=1.0,
                language_top_n=2,
                language_length=1000,
            ),
        ),
    )


def _inside() -> tuple[Stop, ...]:
    return (
        Stop(
            "What does it remember?",
            "The network sees one character at a time. All it knows of the rest is its "
            "hidden and cell state, a few hundred numbers that it updates at each "
            "step. A reset takes that memory away. What it was worth shows in the "
            "loss: the mean of −ln p over all characters, in nats. A coin toss is 0.7.",
            "Reset every 8 characters: how much does the loss rise on a little scene "
            "that we wrote?",
            ("It does not rise", "By up to 0.3 nats", "By more than 0.3 nats"),
            answers.memory,
            "Move the slider to the end of a speech: how many characters back does the "
            "colour reach?",
            _inside_view("Influence", language_step_text=SCENE[:400]),
        ),
        Stop(
            "Numbers with a meaning",
            "A hidden unit is one number of that memory. Nobody chose what it watches "
            "for. Yet some units follow a trait of the text that you would notice too: "
            "the end of a word, the position in the line. Correlation says how "
            "closely: 0 is not at all, 1 is exactly.",
            "Does some unit correlate above 0.8 with a trait of our scene?",
            ("Yes, at least one", "No"),
            answers.unit,
            "Click the first line under “Best unit for each trait”. Where does the "
            "colour of the text change?",
            _inside_view("Hidden units", language_units_text=SCENE),
        ),
    )


def _learning() -> tuple[Stop, ...]:
    network = answers.card_of("best")
    first = answers.first_epoch(network) if network else None
    return (
        Stop(
            "One pass over the text",
            "Training shows the network a million characters and nudges every weight "
            "so that the next character becomes a little less surprising. One pass "
            "over the text is an epoch. We kept the weights along the way.",
            "After one pass only, how does its loss on our scene compare with the "
            "final weights?",
            ("Lower or equal", "Up to 0.2 nats higher", "More than 0.2 nats higher"),
            answers.first_pass,
            "Read what it writes after its first epoch. Then move “Weights after "
            "epoch” to “final”.",
            _try(
                language_prompt="KING:\n",
                language_temperature=1.0,
                language_top_n=0,
                language_length=WRITTEN,
                language_epoch="final" if first is None else f"{first:g}",
            ),
        ),
        _overfitting(),
    )


def _overfitting() -> Stop:
    card = answers.card_of("post")
    return Stop(
        "More is not always better",
        "The network of the original post went over the text many times. Its loss "
        "on the training text fell and fell. What counts is the last tenth of the "
        "text, which it never trained on: the validation loss.",
        "When was its validation loss lowest?",
        ("At the end of training", "Well before the end"),
        answers.overfitting,
        "Under “Learning curves”, find the lowest point of the validation curve: "
        "from there on, the network memorises. This is overfitting.",
        {
            "language_tab": "Results",
            "language_results_curves": [card.name] if card else None,
        },
        place="language_results_curves_chart",
    )


def _own_line() -> tuple[Stop, ...]:
    return (
        Stop(
            "Your own line",
            "Loss is surprise: −ln p for each character. A loss of 1.4 nats means that "
            "the network hesitates as if between four equally likely characters. Type "
            "a sentence of your own, as today’s English as you like.",
            "Per character, does it surprise the network more than our scene in "
            "Shakespeare’s manner?",
            ("More", "Less, or exactly as much"),
            answers.own_line,
            "Find the character that surprised it most. Then open Train, and let it "
            "learn from a text of yours.",
            _inside_view("Surprise map", language_surprise_text=OWN),
            own="A line of your own",
        ),
    )


def _state(**state: object) -> dict[str, object]:
    """Return state with the network that the answers come from."""
    card = answers.card_of("best")
    if card is not None:
        state["language_network"] = card.name
    return {"language_epoch": "final", **state}


def _try(**state: object) -> dict[str, object]:
    return _state(language_tab="Try", **state)


def _inside_view(view: str, **state: object) -> dict[str, object]:
    shown = {"language_tab": "Look inside", "language_view": view}
    return _state(**shown, **state)
