"""Other people's figures, with their sources.

Three measures are easily confused: unique phrases (as in Kaggle's contest and the
original post), whole sentences in five classes, and whole sentences as positive or
negative, without the neutral ones.
"""

from engine.published import PublishedFigure

PHRASES = "phrase_accuracy"
SENTENCES = "sentence_accuracy"
BINARY = "binary_accuracy"
UNSEEN = "unseen_phrase_accuracy"  # of the phrases, those outside the training set
TEST = "test"
# The same phrases, but split differently: not comparable with ours.
KAGGLE = "Kaggle’s hidden test phrases"
UNSAID = "not stated in the original post"

_SOCHER = (
    "Socher et al. (2013)",
    "https://aclanthology.org/D13-1170/",
)
_TAI = ("Tai et al. (2015), arXiv 1503.00075", "https://arxiv.org/abs/1503.00075")
_KIM = ("Kim (2014), arXiv 1408.5882", "https://arxiv.org/abs/1408.5882")
_DAN = ("Iyyer et al. (2015)", "https://aclanthology.org/P15-1162/")
_CHAR = ("dos Santos & Gatti (2014)", "https://aclanthology.org/C14-1008/")
_POST = "the original post, part 2"
_CAS = ("Choi et al. (2019), arXiv 1809.02279", "https://arxiv.org/abs/1809.02279")
_RNF = ("Yang (2018), arXiv 1808.09315", "https://arxiv.org/abs/1808.09315")
_STAR = ("Guo et al. (2019), arXiv 1902.09113", "https://arxiv.org/abs/1902.09113")
_BP = ("Ye et al. (2019), arXiv 1911.04070", "https://arxiv.org/abs/1911.04070")
_MEAN = ("Lei et al. (2018), arXiv 1807.04990", "https://arxiv.org/abs/1807.04990")
_PARSED = "uses parse trees"
_BIGGER = "300-dimensional word vectors from 840 billion words"
_VECTORS = "300-dimensional word vectors"
_GOOGLE = "300-dimensional word2vec vectors from 100 billion words"


def _figure(
    system: str, value: float, metric: str, who: tuple[str, str], note: str = ""
) -> PublishedFigure:
    return PublishedFigure(system, value, "sst", TEST, metric, *who, note=note)


# No pretrained language model in any of them.
FIGURES = (
    _figure("Bi-CAS-LSTM", 0.536, SENTENCES, _CAS, _VECTORS),
    _figure("CNN-RNF-LSTM", 0.534, SENTENCES, _RNF, _VECTORS),
    _figure("Star-Transformer", 0.530, SENTENCES, _STAR, _VECTORS),
    _figure("BP-Transformer", 0.527, SENTENCES, _BP, _VECTORS),
    _figure("MEAN", 0.514, SENTENCES, _MEAN, "uses sentiment lexica"),
    _figure("constituency Tree-LSTM", 0.510, SENTENCES, _TAI, f"{_PARSED}; {_BIGGER}"),
    _figure("bidirectional LSTM", 0.491, SENTENCES, _TAI, _BIGGER),
    _figure("word and character CNN", 0.483, SENTENCES, _CHAR),
    _figure("word CNN", 0.480, SENTENCES, _KIM, _GOOGLE),
    _figure("deep averaging network", 0.477, SENTENCES, _DAN, _BIGGER),
    _figure("LSTM", 0.464, SENTENCES, _TAI, _BIGGER),
    _figure("recursive neural tensor network", 0.457, SENTENCES, _SOCHER, _PARSED),
    _figure("naive Bayes", 0.410, SENTENCES, _SOCHER),
    _figure("Bi-CAS-LSTM", 0.913, BINARY, _CAS, _VECTORS),
    _figure("constituency Tree-LSTM", 0.880, BINARY, _TAI, f"{_PARSED}; {_BIGGER}"),
    _figure("bidirectional LSTM", 0.875, BINARY, _TAI, _BIGGER),
    _figure("word CNN", 0.872, BINARY, _KIM, _GOOGLE),
    _figure("deep averaging network", 0.863, BINARY, _DAN, _BIGGER),
    _figure("word and character CNN", 0.857, BINARY, _CHAR),
    _figure("recursive neural tensor network", 0.854, BINARY, _SOCHER, _PARSED),
    _figure("LSTM", 0.849, BINARY, _TAI, _BIGGER),
    _figure("naive Bayes", 0.818, BINARY, _SOCHER),
)

# The same treebank and measure, but other phrases: listed, not ranked.
OTHER_SPLITS = (
    PublishedFigure(
        "second place, stacked forests", 0.6584, "sst", KAGGLE, PHRASES,
        "samr, README", "https://github.com/DeeeFOX/samr",
    ),
    PublishedFigure(
        "GloVe vectors, dense layers", 0.62, "sst", UNSAID, PHRASES, _POST, "",
        note="the preset glove_dnn",
    ),
    PublishedFigure(
        "characters, convolutions", 0.592, "sst", UNSAID, PHRASES, _POST, "",
        note="the preset char_cnn",
    ),
)  # fmt: skip

# Accuracies of the original post, by the preset that re-creates the network.
POST = {"glove_dnn": 0.62, "char_cnn": 0.592}
