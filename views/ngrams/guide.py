"""The guide through the n-grams page: from counting to your own prompt."""

from ui.stops import OWN, Stop
from views.ngrams import guide_answers as answers
from views.ngrams.guide_answers import CONTEXT, STRANGE
from views.ngrams.request import orders_key


def stops() -> tuple[Stop, ...]:
    """Return the stops, for the models on this machine."""
    return (*_counting(), *_context(), *_comparing(), *_together())


def _counting() -> tuple[Stop, ...]:
    return (
        Stop(
            "Predicting by counting",
            "An n-gram model of order 3 looks at the last two characters and asks: in "
            "the training text, what followed exactly these? No weights, no gradient: "
            "it opens the table and reads off the counts.",
            f"It has read “{CONTEXT}”. Which character does order 3 expect?",
            ("e", "a", "o", "Another character"),
            answers.most_frequent,
            "Read what orders 2 and 4 write: how much sense do two more characters "
            "make?",
            "One character of context gives plausible pairs of letters, three give "
            "pieces of words. Each step was in the text; the whole was not.",
            _try(ngrams_prompt=CONTEXT, orders=(2, 4)),
        ),
        Stop(
            "What was never seen",
            "A table knows only what was in the text. “xq” was not. Give such a "
            "context probability zero, and one typo makes a whole book impossible. "
            "Kneser–Ney smoothing therefore falls back on shorter contexts.",
            f"What probability does “e” get after “{STRANGE}”?",
            ("Exactly zero", "Above zero, below 50%", "50% or more"),
            answers.unseen,
            "Watch how the models recover from a prompt that makes no sense.",
            "After an unseen context the model asks what follows its last characters, "
            "and in the end what is frequent anywhere. A few characters later the "
            "context is a known one again.",
            _try(ngrams_prompt=STRANGE, orders=(3, 7)),
        ),
    )


def _context() -> tuple[Stop, ...]:
    return (
        Stop(
            "How much context helps?",
            "A longer context is more specific, and rarer. At order 10 most contexts "
            "of a new text have never occurred before, and there is nothing to count.",
            "Which order predicts new text best?",
            ("3 or lower", "4 to 6", "7 or higher"),
            answers.best_order,
            "Find the order where the curve of the loss turns upwards or flattens.",
            "Short contexts say too little, long ones were seen too rarely. In between "
            "lies the best order. Is it the same on the other texts?",
            {"ngrams_tab": "Results"},
            place="ngrams_loss_chart",
        ),
        Stop(
            "Almost everything never happens",
            "With 65 characters there are more than a thousand million sequences of "
            "five. Shakespeare would have to write for a very long time.",
            "Which share of all possible 5-grams occurs in the text at all?",
            ("More than 10%", "0.1% to 10%", "Less than 0.1%"),
            answers.seen_share,
            "Compare the number of possible n-grams with those found, order by order.",
            "What is possible grows by the same factor with each character, what is "
            "found cannot grow beyond the length of the text. Counting alone can never "
            "be enough: one has to generalise.",
            {"ngrams_tab": "Results"},
            place="ngrams_growth_chart",
        ),
    )


def _comparing() -> tuple[Stop, ...]:
    return (
        Stop(
            "Counting against learning",
            "Both models see the same text. The table stores it, cut into pieces. The "
            "network has to squeeze it into weights; in return, it can treat words "
            "alike that it has never seen in the same place, and looks back further.",
            "On new text, which predicts better?",
            ("The network", "The best n-grams"),
            answers.network_or_counts,
            "Compare the rows “Validation loss” and “Memory” of all columns.",
            "Look at both rows together: a lower loss, for how many megabytes? On a "
            "short text counting is hard to beat; the more text, the more a network "
            "gains from what words have in common.",
            _try(ngrams_prompt="L", orders=(3, 7)),
        ),
        Stop(
            "Confident is not good",
            "Let each model write, and ask it how surprised it is by its own text. A "
            "model that copies whole phrases is never surprised: after nine characters "
            "of a copy there is just one that can follow.",
            "Is the highest order less surprised by its own text than by new text?",
            ("Yes, less", "No"),
            answers.own_text,
            "Compare “Loss on own text” with “Validation loss”. Where the training "
            "text is on this machine, let the colour show the copied run.",
            "A model can be sure of what it copies and poor at what is new. So "
            "measure on text that it has not seen, never on its own.",
            _try(ngrams_prompt="L", orders=(9, 10)),
        ),
    )


def _together() -> tuple[Stop, ...]:
    return (
        Stop(
            "Better together?",
            "Take the weighted mean of both probabilities. The counts remember "
            "rare names; the network knows what to do where the counts know nothing.",
            "On a little scene that we wrote for Loupe, does the mixture predict "
            "better than the network alone?",
            ("Yes", "No"),
            answers.mixture,
            "Read the column of the mixture: what did it take from each?",
            "Two models that err in different places are better together than either: "
            "where one gives a character too little, the other helps. That holds for "
            "all kinds of models.",
            _try(ngrams_prompt="L", orders=(3, 7), ngrams_mixture=True),
        ),
        Stop(
            "Your own line",
            "Type a line of your own. It may be modern: “ok, see you at 8”. Both "
            "models have to spell it with what they learned from the training text.",
            "Which of them is less surprised by it, per character?",
            ("The network", "The n-grams of order 5"),
            answers.own_line,
            "Let all of them continue your line. Then train or count a text of yours "
            "on the Language page.",
            "Both know one author’s spelling only. The counts fail at each new "
            "sequence of letters; the network at what does not look like its text.",
            _try(ngrams_prompt=OWN, orders=(3, 5)),
            own="A line of your own",
        ),
    )


def _try(orders: tuple[int, int], **state: object) -> dict[str, object]:
    """Return the state of the Try tab, with orders that the table holds."""
    table, network = answers.table_of(), answers.network_of()
    highest = int(table.facts["kept_order"]) if table else 0
    shown: dict[str, object] = {"ngrams_tab": "Try", "ngrams_mixture": False, **state}
    if highest >= 2:
        low = min(orders[0], highest - 1)
        shown[orders_key(highest)] = (low, max(low + 1, min(orders[1], highest)))
    if table is not None and table.sources:
        shown["ngrams_text"] = next(iter(table.sources))
    if network is not None:
        shown["ngrams_network"] = network.name
    return shown
