"""The guide through the reading page: from one marked answer to your own question."""

from engine.reading.analysis.samples import SAMPLES
from ui.stops import OWN, Stop
from views.reading import guide_answers as answers
from views.reading.guide_answers import (
    MISSPELLED,
    MONEY,
    UNANSWERABLE,
    WHO,
    WHY,
)
from views.reading.request import CONTEXT, QUESTION, SOURCE


def stops() -> tuple[Stop, ...]:
    """Return the stops, for the network on this machine."""
    return (*_answering(), *_inside(), *_doubting(), *_examining())


def _answering() -> tuple[Stop, ...]:
    return (
        Stop(
            "The answer is in the text",
            "This network never writes a word. It reads paragraph and question, and "
            "marks one span of the paragraph: where the answer starts, and where it "
            "ends. “Why” is hard: the reason is a clause, not a name.",
            f"“{WHY}” What will it mark?",
            (
                "Something about the lost ships",
                "The year",
                "The engineer",
                "Something else",
            ),
            answers.span,
            "Try the other questions below the paragraph. Which kind is it best at?",
            _ask("Try", WHY),
        ),
        Stop(
            "Attention is a soft alignment",
            "For every word of the paragraph, attention asks: which words of the "
            "question matter here? The weights of a row add up to 100%. Here we look "
            "at the words of the answer.",
            f"“{WHO}” Which question word do the answer’s words attend to most?",
            ("Who", "built", "lighthouse", "Another one"),
            answers.attention,
            "Find the row of the answer. Then find a paragraph word that attends to "
            "“lighthouse”.",
            _ask("Look inside", WHO, reading_view="Attention"),
        ),
    )


def _inside() -> tuple[Stop, ...]:
    return (
        Stop(
            "One similarity by hand",
            "Where do the weights come from? Each pair of words gets a similarity: a "
            "part for the paragraph word alone, one for the question word alone, and "
            "one for their product, dimension by dimension. Only the product compares "
            "them.",
            "For the answer’s first word and its strongest question word, which part "
            "is largest in size?",
            ("The paragraph word’s", "The question word’s", "The product"),
            answers.similarity,
            "Add the three parts up. Then follow the sum through the softmax, which "
            "turns similarities into weights.",
            _ask("Look inside", WHO, reading_view="One similarity"),
        ),
        Stop(
            "Start and end",
            "The last layers give each word a probability of being the start, and of "
            "being the end. Choose each by itself, and the end can lie before the "
            "start, or in another sentence. So the best pair is searched. This "
            "paragraph is about two football teams.",
            f"“{MONEY}” Chosen separately, do start and end give the same answer?",
            ("Yes, the same", "No, another span", "No span at all"),
            answers.start_and_end,
            "Find the best span in the map, and why one half of it is empty. Did the "
            "network understand the question?",
            _ask("Look inside", MONEY, sample=1, reading_view="Start and end"),
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
            "Repair one typo at a time. Which word did it need?",
            _ask("Try", MISSPELLED),
        ),
        Stop(
            "When there is no answer",
            "The network was trained on questions that always have an answer in the "
            "paragraph, so it always marks something. Its probabilities are made from "
            "logits. A threshold on these, fitted afterwards, decides whether to doubt "
            "the answer.",
            f"The paragraph does not say: “{UNANSWERABLE}” Does it warn you?",
            ("Yes, it doubts the answer", "No, it just answers"),
            answers.unanswerable,
            "Ask more questions that the paragraph does not answer. Can you find one "
            "where it is sure and wrong?",
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
            "Press “Delete each word in turn”, and compare both strips.",
            _ask("Look inside", WHO, reading_view="Occlusion"),
        ),
        Stop(
            "Your own question",
            "Ask the paragraph about the lighthouse something of your own; it has a "
            "keeper’s son, a goat and a computer. On the page you can then replace the "
            "paragraph by one of yours.",
            "Will the probability of its answer be above 50%?",
            ("Yes", "No"),
            answers.own_question,
            "Put the same question in other words. Does the answer stay?",
            _ask("Try", OWN),
            own="Your question on the lighthouse, in English",
        ),
    )


def _ask(
    tab: str, question: str, sample: int = 0, **state: object
) -> dict[str, object]:
    """Return the state in which a question is asked on a sample paragraph."""
    card = answers.card_of()
    network = {} if card is None else {"reading_network": card.name}
    return {
        "reading_tab": tab,
        "reading_together": [],
        "reading_epoch": "final",
        SOURCE: str(sample),
        "reading_drawn": str(
            sample
        ),  # the fields hold this sample: it does not fill them
        CONTEXT: SAMPLES[sample].context,
        QUESTION: question,
        **network,
        **state,
    }
