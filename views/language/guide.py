"""The guide through the language page: its stops, from a guess to your own line."""

from ui.stops import OWN, Stop
from views.language import guide_answers as answers
from views.language.guide_answers import LINE, WRITTEN
from views.language.look_inside.passage import SCENE
from views.language.look_inside.traced_text import MOST

_LINE_END = SCENE.index("in.\n") + len("in.\n")  # counted from 1


def stops() -> tuple[Stop, ...]:
    """Return the stops, for the networks on this machine."""
    return (*_writing(), *_memory(), _units(), _overfitting(), _own_line())


def _writing() -> tuple[Stop, ...]:
    return (_guessing(), _temperature(), _choosing())


def _guessing() -> Stop:
    return Stop(
        "Guess the next character",
        "A language model does one thing: given a text, it assigns a probability "
        "to every character that could come next. To write, it draws one of them, "
        "appends it, and guesses again. Here it has read a speech that begins "
        "“ROMEO: O, speak again, bright ange”.",
        "How much probability does it give to its most likely next character?",
        ("More than 90%", "50% to 90%", "Less than 50%"),
        answers.guess,
        "The page now starts from this line, at temperature 1. Point at, or tap, "
        "the first characters that it wrote: each shows what else it considered.",
        "A trained network gives nearly all probability to characters that make a "
        "word, as in “angel” or “anger”. What a word is, it had to find out.",
        _try(language_prompt=LINE, language_temperature=1.0, language_top_n=0),
    )


def _temperature() -> Stop:
    return Stop(
        "What temperature does",
        "The network gives each character a number, its logit. Softmax turns them "
        "into probabilities: e to the power of each logit, divided by the sum of "
        "all. Before that, the logits are divided by a temperature T. Below 1, the "
        "favourite wins even more often; above 1, the others gain.",
        "At T = 2, is the most likely character after “bright ange” still drawn "
        "more than half of the time?",
        ("Yes", "No"),
        answers.hot,
        "Compare the columns “Logit”, “÷ T” and “Softmax”. Then set the "
        "temperature to 0.5 in “Sampling settings”.",
        "Dividing by 2 halves the distances between logits, so the probabilities "
        "come closer together; dividing by 0.5 doubles them. The order of the "
        "characters never changes.",
        _inside_view(
            "One step",
            language_step_text=LINE,
            language_step=len(LINE),
            language_temperature=2.0,
            language_top_n=0,
            language_top_p=1.0,
        ),
        place="language_step_draw",
    )


def _choosing() -> Stop:
    return Stop(
        "Choosing among few",
        "The original blog posts (2016–2018) let the network draw from the two most "
        "likely characters only (top n = 2). That avoids misspellings: what is "
        "unlikely never happens.",
        f"Two texts of {WRITTEN} characters, one drawn from the two most likely, one "
        "from all: which has the larger number of different words?",
        ("Drawn from the two most likely", "Drawn from all", "Equally many"),
        answers.variety,
        "This text is drawn from the two most likely. Look for phrases that return. "
        "Then set top n to 0, which means all: the text is written anew.",
        "With only two choices a text follows the most common ways of going on, and "
        "returns to them. With all choices there is more variety, and more mistakes.",
        _try(
            language_prompt="KING:\n",
            language_temperature=1.0,
            language_top_n=2,
            language_length=WRITTEN,
        ),
    )


def _memory() -> tuple[Stop, ...]:
    return (_remembering(), _gates())


def _remembering() -> Stop:
    return Stop(
        "What does it remember?",
        "Loss is surprise: −ln p of each character that came, averaged, in nats. "
        "At 1.4 nats the network hesitates as if between four equally likely "
        "characters. All it knows of earlier text is its memory, two numbers for "
        "each unit: hidden and cell state. A reset sets them to zero.",
        "It reads a little scene that we wrote, with a reset every 8 characters. "
        "How much does its loss rise?",
        ("It does not rise", "By up to 0.3 nats", "By more than 0.3 nats"),
        answers.memory,
        "Compare the bars, from the memory that is carried throughout down to a "
        "reset every 8 characters.",
        "Where a shorter memory has a longer bar, the network had made use of what "
        "stood further back. “Influence” shows for each character which earlier "
        "ones mattered.",
        _inside_view("Memory", language_memory_text=SCENE),
        place="language_memory_chart",
    )


def _gates() -> Stop:
    return Stop(
        "Gates: keep or forget",
        "LSTM means long short-term memory. Each unit keeps a number, its cell. At "
        "each character three gates between 0 and 1 decide: forget, how much of "
        "the cell stays; input, how much of a new value comes in; output, how much "
        "is shown. We look at the unit that best follows the position in the line.",
        "Where does its forget gate keep least of the cell, on average?",
        ("At line ends", "At spaces", "At letters"),
        answers.gates,
        "Read the row “forget” at this line end. Then press “Step” a few times: "
        "what happens to the gate, and to the cell c?",
        "A forget gate near 0 clears the cell, near 1 it keeps it. Where it "
        "closes, the unit starts afresh; while it is open, the cell carries what "
        "it holds on to the next character.",
        _inside_view(
            "One step",
            language_step_text=SCENE[:MOST],
            language_step=_LINE_END,
            language_layer=lambda: answers.line_unit().layer + 1,
            language_unit=lambda: answers.line_unit().unit + 1,
        ),
        place="language_step_whole",
    )


def _units() -> Stop:
    return Stop(
        "Numbers with a meaning",
        "A hidden unit is one number of that memory. Nobody chose what it watches for. "
        "Yet some units follow a trait of the text that you would notice too: the end "
        "of a word, the position in the line. Correlation says how closely: 0 is not "
        "at all, 1 exactly, −1 exactly the opposite.",
        "Does some unit correlate above 0.8 with a trait of our scene?",
        ("Yes, at least one", "No"),
        answers.unit,
        "Click another line under “Best unit for each trait”. Where does the colour of "
        "the text change?",
        "The colour changes where the trait, underlined, begins and ends. The network "
        "had to find words and lines by itself: such numbers help it to "
        "predict.",
        _inside_view("Hidden units", language_units_text=SCENE),
    )


def _overfitting() -> Stop:
    card = answers.card_of("post")
    epochs = f"{card.epochs:g} times" if card else "many times"
    return Stop(
        "From the first epoch to the last",
        "Training nudges every weight so that the next character becomes a little less "
        "surprising. One pass over the text is an epoch. The network of the original "
        f"post made it {epochs}, and its loss on that text fell and fell. What counts "
        "is the last tenth, which it never trained on: the validation loss.",
        "When was its validation loss lowest?",
        ("In the first third of training", "Later, before the end", "At the end"),
        answers.overfitting,
        "In the learning curves, find the lowest point of the validation loss, the "
        "upper curve at the right. “Samples by epoch” below shows what it wrote.",
        "Until the lowest point both losses fall: it learns. Where only the training "
        "loss still falls, it memorises its text: it overfits. The last weights are "
        "not always the best.",
        {
            "language_tab": "Results",
            "language_results_curves": [card.name] if card else None,
        },
        place="language_results_curves_chart",
    )


def _own_line() -> Stop:
    return Stop(
        "Your own line",
        "The network knows the English of one text. Each character that it did not "
        "expect adds to the loss. Type a sentence of your own, in English as modern as "
        "you like.",
        "Per character, does it surprise the network more than our scene in "
        "Shakespeare’s manner?",
        ("More", "Not more"),
        answers.own_line,
        "Point at the strongest colours: what did it expect instead? Then open Train, "
        "choose “My own data”, and let a new network learn from a text of yours.",
        "Words that its text had surprise it only at their first letters; others "
        "surprise it to the end. It knows what it has read, and nothing else.",
        _inside_view("Surprise map", language_surprise_text=OWN),
        own="A line of your own",
    )


def _state(**state: object) -> dict[str, object]:
    """Return state with the network that the answers come from."""
    card = answers.card_of("best")
    if card is not None:
        state["language_network"] = card.name
    return {"language_epoch": "final", **state}


def _try(**state: object) -> dict[str, object]:
    return _state(language_tab="Try", language_before="", language_top_p=1.0, **state)


def _inside_view(view: str, **state: object) -> dict[str, object]:
    shown = {"language_tab": "Look inside", "language_view": view}
    return _state(**shown, **state)
