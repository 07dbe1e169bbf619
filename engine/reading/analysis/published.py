"""Other people's figures on SQuAD 1.1: the one place where such numbers are typed."""

from collections.abc import Mapping

from engine.published import PublishedFigure
from engine.reading.data import DEV

_POST = ("original blog post on the SQuAD challenge (2018)", "")
_BIDAF = ("Seo et al. (2017), bi-att-flow", "https://github.com/allenai/bi-att-flow")
_DOCQA = (
    "document-qa, docqa/scripts/train_bidaf.py",
    "https://github.com/allenai/document-qa",
)
_ALLENNLP = (
    "allennlp-models, model card of rc-bidaf",
    "https://github.com/allenai/allennlp-models",
)
_JACK = (
    "uclnlp/jack, docs/tasks/Extractive_QA.md",
    "https://github.com/uclnlp/jack",
)
_MNEMONIC_README = (
    "HKUST-KnowComp/MnemonicReader, README",
    "https://github.com/HKUST-KnowComp/MnemonicReader",
)
_MNEMONIC = (
    "Hu et al. (2018), arXiv 1705.02798",
    "https://arxiv.org/abs/1705.02798",
)
_CLARK = (
    "Clark & Gardner (2018), arXiv 1710.10723",
    "https://arxiv.org/abs/1710.10723",
)
_QANET = ("Yu et al. (2018), arXiv 1804.09541", "https://arxiv.org/abs/1804.09541")
_FUSIONNET = (
    "Huang et al. (2018), arXiv 1711.07341",
    "https://arxiv.org/abs/1711.07341",
)
_SAN = ("Liu et al. (2018), arXiv 1712.03556", "https://arxiv.org/abs/1712.03556")
_COVE = "uses CoVe: an encoder pretrained on translation"
_DRQA = ("facebookresearch/DrQA, README", "https://github.com/facebookresearch/DrQA")


def _pair(
    system: str, exact: float | None, f1: float, source: tuple[str, str], note: str = ""
) -> tuple[PublishedFigure, ...]:
    """Return both figures of a system on dev."""
    figures = [PublishedFigure(system, f1, "squad", DEV, "f1", *source, note)]
    if exact is not None:
        figures.append(
            PublishedFigure(system, exact, "squad", DEV, "em", *source, note)
        )
    return tuple(figures)


# No pretrained language model in any of them.
FIGURES = (
    *_pair("BiDAF of the original post", 65.497, 75.509, _POST),
    *_pair("BiDAF of the paper", 67.7, 77.3, _BIDAF),
    *_pair("BiDAF with Adam and weight averaging (EMA)", None, 78.0, _DOCQA),
    *_pair("BiDAF of AllenNLP", 66.0, 76.0, _ALLENNLP),
    *_pair("BiDAF of Jack", 68.5, 77.8, _JACK),
    *_pair("FastQA of Jack", 67.4, 77.4, _JACK, "GloVe 840B, 300 dimensions"),
    *_pair("JackQA", 69.9, 79.6, _JACK, "GloVe 840B, 300 dimensions"),
    *_pair("DrQA", 69.4, 78.9, _DRQA, "GloVe 840B, 300 dimensions"),
    *_pair("R-Net, first paper", 71.1, 79.5, _MNEMONIC_README),
    *_pair(
        "R-Net, second paper", 72.3, 80.6, _MNEMONIC_README,
        "on the unpublished test questions 72.3 and 80.7",
    ),
    *_pair("Mnemonic Reader", 71.8, 81.2, _MNEMONIC_README),
    *_pair(
        "Mnemonic Reader, reinforcement learning", 72.1, 81.6, _MNEMONIC_README
    ),
    *_pair("DocumentQA", 71.6, 80.8, _CLARK),
    *_pair("QANet", 73.6, 82.7, _QANET),
    *_pair(
        "QANet, augmented data", 75.1, 83.8, _QANET,
        "more training data: paraphrased by translation to French and back; on the "
        "unpublished test questions 76.2 and 84.6",
    ),
)  # fmt: skip

# These use a network that was pretrained on other text: listed apart, not ranked.
PRETRAINED = (
    *_pair("FusionNet", 75.3, 83.6, _FUSIONNET, _COVE),
    *_pair("SAN", 76.2, 84.1, _SAN, _COVE),
    *_pair(
        "Reinforced Mnemonic Reader", 78.9, 86.3, _MNEMONIC,
        "probably uses ELMo: a pretrained language model",
    ),
)  # fmt: skip

# The original post's first table: split -> F1, EM.
POST_SPLITS: Mapping[str, tuple[float, float]] = {
    "Train": (81.6, 68.0),
    "Validation": (69.82, 54.93),
    "Dev": (75.509, 65.497),
    "Test": (76.553, 66.401),
}

# Its second table, on its own validation split: our preset -> its name, F1, EM.
POST_ABLATIONS: Mapping[str, tuple[str, float, float]] = {
    "baseline": ("Baseline", 39.34, 28.41),
    "attention_flow": ("BiDAF attention", 42.28, 31.0),
    "smart_span": ("Smart span", 44.61, 31.13),
    "modelling_1": ("1 modelling LSTM", 66.83, 51.4),
    "modelling_2": ("2 modelling LSTMs", 68.28, 53.1),
    "modelling_3": ("3 modelling LSTMs", 68.54, 53.25),
    "characters": ("Character CNN", 69.82, 54.93),
}

# Its third table, in percent: type -> share of dev, of F1 = 0, of EM = 0.
POST_TYPES: Mapping[str, tuple[float, float, float]] = {
    "what": (27.2, 28.4, 29.3),
    "is": (18.4, 18.5, 18.4),
    "did": (9.1, 8.8, 9.0),
    "was": (8.7, 9.1, 7.9),
    "do": (6.9, 6.9, 7.9),
    "how": (6.2, 5.9, 6.1),
    "who": (6.2, 6.7, 6.1),
    "are": (4.4, 3.7, 4.2),
    "which": (3.3, 3.4, 3.1),
    "where": (2.3, 2.5, 2.5),
    "when": (3.9, 2.9, 2.3),
    "name": (1.8, 1.5, 1.5),
    "why": (0.7, 0.6, 1.3),
    "would": (0.7, 0.9, 0.9),
    "whose": (0.2, 0.2, 0.2),
}

# Its hyperparameters: name, our field (or ""), its value.
POST_PARAMETERS: tuple[tuple[str, str, str], ...] = (
    ("Paragraph length, in words", "max_context_words", "300"),
    ("Question length, in words", "max_question_words", "30"),
    ("GloVe dimensions", "", "300"),
    ("Characters of a paragraph word", "max_word_characters", "37"),
    ("Characters of a question word", "max_word_characters", "30"),
    ("Character embedding dimensions", "", "50"),
    ("Optimizer", "", "Adam"),
    ("Learning rate", "learning_rate", "0.001"),
    ("Dropout", "dropout", "0.15"),
    ("Hidden units of an LSTM", "hidden_size", "200"),
    ("Filters of the character CNN", "character_filters", "128"),
)
POST_CHARACTERS = 1258  # distinct ones in its training text
POST_ANSWER_CHARACTERS = 67  # in its answers: its vocabulary
# Its lengths in SQuAD: name, what is counted (as in `statistics`), maximum, percent.
POST_LENGTHS: tuple[tuple[str, str, int, float], ...] = (
    ("paragraphs shorter than 400 words", "paragraph", 399, 99.8),
    ("questions shorter than 30 words", "question", 29, 99.9),
    ("answers shorter than 20 words", "answer", 19, 99.0),
    ("answers shorter than 15 words", "answer", 14, 97.6),
    (
        "answers within the first 300 words of the paragraph",
        "last word of the answer",
        300,
        99.9,
    ),
)
POST_LONGEST_WORDS = (37, 30)  # characters: of a paragraph's words, of a question's
