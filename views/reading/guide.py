"""The guide through the reading page: from one marked answer to your own question."""

from engine.reading.analysis.samples import SAMPLES
from ui.stops import OWN, Stop
from views.reading import guide_answers as answers
from views.reading.guide_answers import (
    MISSPELLED,
    MONEY,
    UNANSWERABLE,
    WHO,
)
from views.reading.request import AS_EVALUATED, CONTEXT, QUESTION, SOURCE


def stops() -> tuple[Stop, ...]:
    """Return the stops, for the network on this machine."""
    return (_answering(), *_inside(), *_doubting(), *_examining(), _own())


def _answering() -> Stop:
    return Stop(
        "The answer is a span",
        "This network never writes a word. It gives each word of the paragraph a "
        "probability of being the first of the answer, and one of being the last. "
        "Chosen each by itself, the last can come before the first; so the best pair "
        "is searched. This paragraph is about two football teams.",
        f"“{MONEY}” Chosen separately, do start and end give the same answer?",
        ("Yes, the same", "No, another span", "No span: the end comes first"),
        answers.start_and_end,
        "Find the best span in the map. Then find the corner for an end that comes "
        "before its start, and the one for spans that are too long.",
        "Both corners stay empty: no answer is there. Of all other pairs the one "
        "with the largest product of both probabilities is marked in the paragraph.",
        _ask("Look inside", MONEY, sample=1, reading_view="Start and end"),
    )


def _inside() -> tuple[Stop, ...]:
    return (
        Stop(
            "Attention is a soft alignment",
            "For every word of the paragraph, attention asks: which words of the "
            "question matter here? It gives them weights that add up to 100% for each "
            "paragraph word. Here we look at the words of the answer.",
            f"“{WHO}” Which question word do the answer’s words attend to most?",
            ("Who", "built", "lighthouse", "Another one"),
            answers.attention,
            "Find the columns of the answer’s words: where is the colour strongest? "
            "Then find a paragraph word that attends to “lighthouse”.",
            "The question’s words are mixed by the weights of a column, and the "
            "mixture is attached to that paragraph word. From then on the word carries "
            "what is asked for, and the next LSTM reads on.",
            _ask("Look inside", WHO, reading_view="Attention"),
            place="reading_attention",
        ),
        Stop(
            "One similarity by hand",
            "Inside the network a word is a vector: a list of numbers. The weights "
            "come from similarities, one for each pair of words. Each is a sum of "
            "three parts: of the paragraph word alone, of the question word alone, and "
            "of their product, number by number. Only the product compares them.",
            "For the answer’s first word and its strongest question word, which part "
            "is largest in size?",
            ("The paragraph word’s", "The question word’s", "The product"),
            answers.similarity,
            "Add the three parts up. Then follow the sum through the softmax: e to its "
            "power, divided by the sum of all.",
            "The paragraph word’s own part is the same for all words of the question, "
            "so the softmax cancels it. The other two decide where it attends.",
            _ask("Look inside", WHO, reading_view="One similarity"),
        ),
    )


def _doubting() -> tuple[Stop, ...]:
    return (
        Stop(
            "Words it never saw",
            "Each word is looked up in a table of vectors. “biult” and “lighthuose” "
            "are not in it: all unknown words share one vector, unless the network "
            "also reads their letters.",
            "With those two typos, does it still find the same answer?",
            ("Yes", "No"),
            answers.misspelled,
            "Repair one typo, then the other one alone. Is either enough?",
            "A question has more words than the network needs. It compares words and "
            "does not parse the sentence: where one right word is enough for it, the "
            "others may be anything.",
            _ask("Try", MISSPELLED),
        ),
        Stop(
            "When there is no answer",
            "The network was trained on questions that always have an answer in the "
            "paragraph, so it always marks something. Where nothing fits, the logits, "
            "its numbers before the softmax, are low. A threshold on the best of them, "
            "chosen on other questions, decides whether to doubt.",
            f"The paragraph does not say: “{UNANSWERABLE}” Does it warn you?",
            ("Yes, it doubts the answer", "No, it just answers"),
            answers.unanswerable,
            "Ask more questions that the paragraph does not answer. Which of them get "
            "no warning?",
            "The probability compares spans of this paragraph with each other; it "
            "cannot say that none is right. A question in the paragraph’s words can "
            "deceive the warning as well.",
            _ask("Try", UNANSWERABLE),
        ),
    )


def _examining() -> tuple[Stop, ...]:
    return (
        Stop(
            "Is attention an explanation?",
            "Attention shows where it looks, not what it needs. The test is simple: "
            "delete one word at a time and read again. Where the probability of the "
            "answer falls, the word was needed.",
            "Of the ten most attended words, how many are among the ten that matter "
            "most?",
            ("8 to 10", "4 to 7", "3 or fewer"),
            answers.explanation,
            "Press “Delete each word in turn”. Which words are coloured in one "
            "paragraph and not in the other?",
            "A word with much attention may be deleted without harm, and one with "
            "little may decide. A picture of attention does not prove what an answer "
            "depends on.",
            _ask("Look inside", WHO, reading_view="Occlusion"),
        ),
        Stop(
            "Take a part away",
            "What is a part of a network good for? Train it without, and measure: this "
            "is an ablation. The original post began with a simple network and added "
            "attention in both directions, the search for the best pair (smart span), "
            "layers that read on afterwards (modelling), and letters.",
            "Which of them raises F1, the words shared with the right answer, most?",
            ("Attention flow", "Smart span", "The first modelling layer", "Letters"),
            answers.ablation,
            "Compare the seven probabilities: which part makes the network surer? Then "
            "ask something harder in Try, and come back.",
            "After attention has joined question and paragraph, the modelling LSTM "
            "reads the result in order. All were trained briefly, and with another "
            "random seed F1 changes by up to 0.8 points: smaller differences mean "
            "little.",
            _ask("Ablations", WHO),
        ),
    )


def _own() -> Stop:
    return Stop(
        "Your own question",
        "Ask something of your own about the lighthouse: the paragraph tells of a "
        "keeper’s son, a goat and a computer. On the page you can then replace the "
        "paragraph by one of yours.",
        "Will the probability of its answer be above 50%?",
        ("Yes", "No"),
        answers.own_question,
        "Put the same question in other words. Does the answer stay?",
        "The nearer your words are to the paragraph’s, the surer the network. It "
        "depends on the wording as well as on the meaning.",
        _ask("Try", OWN),
        own="Your question on the lighthouse, in English",
    )


def _ask(
    tab: str, question: str, sample: int = 0, **state: object
) -> dict[str, object]:
    """Return the state in which a question is asked on a sample paragraph."""
    card = answers.card_of()
    network = {} if card is None else {"reading_network": card.name}
    return {
        "reading_tab": tab,
        **AS_EVALUATED,
        SOURCE: str(sample),
        "reading_drawn": str(
            sample
        ),  # the fields hold this sample: it does not fill them
        CONTEXT: SAMPLES[sample].context,
        QUESTION: question,
        **network,
        **state,
    }
