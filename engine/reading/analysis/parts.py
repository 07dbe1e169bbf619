"""The network as a picture, from its config. T context words, J of the question."""

from engine.data.glove import DIMENSIONS
from engine.parts import CHARACTER_CNN, LSTM, LSTM_WORDS, RELU_WORDS, Part, Parts
from engine.reading.config import ReadingConfig

_FLOW = r"""\begin{aligned}
S_{tj} &= w^\top [h_t;\, u_j;\, h_t \odot u_j] \\
\tilde{u}_t &= \textstyle\sum_j \operatorname{softmax}_j(S_{tj})\, u_j \\
\tilde{h} &= \textstyle\sum_t \operatorname{softmax}_t(\max_j S_{tj})\, h_t \\
g_t &= [h_t;\, \tilde{u}_t;\, h_t \odot \tilde{u}_t;\, h_t \odot \tilde{h}]
\end{aligned}"""
_DOT = r"""\begin{aligned}
S_{tj} &= h_t^\top u_j \\
\tilde{u}_t &= \textstyle\sum_j \operatorname{softmax}_j(S_{tj})\, u_j \\
g_t &= [h_t;\, \tilde{u}_t]
\end{aligned}"""
_END = r"""\begin{aligned}
p^{\text{NAME}} &= \operatorname{softmax}_t(z_t) \\
z_t &= w^\top [x_t;\, m_t]
\end{aligned}"""
_MATCH = r"""\begin{aligned}
m_t &= \textstyle\sum_j \operatorname{softmax}_j(r_t^\top r_j)\, q_j \\
r &= \max(0,\, W x + b)
\end{aligned}"""
_BLOCK = r"""\begin{aligned}
x &\leftarrow x + \operatorname{conv}(\operatorname{norm}(x)), \; \text{repeated} \\
q, k, v &= W_{qkv} \operatorname{norm}(x) \\
x &\leftarrow x + W \operatorname{softmax}\!\left(\tfrac{q k^\top}{\sqrt{d}}\right) v \\
x &\leftarrow x + \operatorname{dense}(\operatorname{norm}(x))
\end{aligned}"""
_SELF = r"""\begin{aligned}
S_{ts} &= w^\top [h_s;\, h_t \odot h_s], \quad s \neq t \\
\tilde{h}_t &= \textstyle\sum_s \operatorname{softmax}_s(S_{ts})\, h_s
\end{aligned}"""


def parts(config: ReadingConfig) -> Parts:
    """Return the parts of the network, from both texts to the answer’s two ends."""
    both = f"T × {2 * config.hidden_size}, J × {2 * config.hidden_size}"
    match = ((_word_match(config),),) if config.word_match != "none" else ()
    self_attention = ((_self(config),),) if config.self_attention != "none" else ()
    return (
        (
            Part("Paragraph", "Its words, by their numbers.", "T"),
            Part("Question", "Its words, by their numbers.", "J"),
        ),
        _embeddings(config),
        (
            Part(
                "Projection and highway",
                "To one width; a gate decides for each number whether it is "
                "transformed or passed on.",
                both,
                r"y = \gamma \odot \max(0,\, W x + b) + (1 - \gamma) \odot x",
                ("word_projection", "highway_1", "highway_2"),
            ),
        ),
        *match,
        (_contextual(config, both),),
        (_attention(config),),
        *self_attention,
        *_modelling(config),
        _ends(config),
        (_span(config),),
    )


def _embeddings(config: ReadingConfig) -> tuple[Part, ...]:
    words = Part(
        "Word vectors",
        "GloVe, pretrained and frozen.",
        f"{DIMENSIONS} for each word",
        r"x = E_w",
    )
    if not config.character_filters:
        return (words,)
    characters = Part(
        "Character CNN",
        f"{config.character_filters} filters over five letters; the largest value of "
        f"each in the word. {RELU_WORDS}",
        f"{config.character_filters} for each word",
        CHARACTER_CNN,
        ("character_cnn",),
    )
    return (words, characters)


def _contextual(config: ReadingConfig, shape: str) -> Part:
    if config.encoder == "LSTM":
        return Part(
            "Contextual encoding",
            "One bidirectional LSTM reads both texts; each word now depends on its "
            f"neighbours. {LSTM_WORDS}",
            shape,
            LSTM,
            ("contextual",),
        )
    return Part(
        "Contextual encoding",
        "One encoder block reads both texts. A word’s place is added to it as sines "
        "and cosines. Then each word is added what convolutions find in its "
        "neighbourhood, what self-attention finds in the whole text, and what two "
        "dense layers make of it.",
        shape,
        _BLOCK,
        ("contextual",),
    )


def _word_match(config: ReadingConfig) -> Part:
    return Part(
        "Word match",
        "Adds to each paragraph word what it shares with the question: whether it "
        "occurs there, and the mean of the question’s words that are like it.",
        f"T × {2 * config.hidden_size}",
        _MATCH,
        ("word_match", "word_match_projection"),
    )


def _attention(config: ReadingConfig) -> Part:
    width = f"T × {2 * config.hidden_size}"
    if config.attention == "flow":
        return Part(
            "Attention flow",
            "Every paragraph word h is compared with every question word u. What is "
            "found is put beside the word, and projected with ReLU.",
            width,
            _FLOW,
            ("attention_flow", "attention_projection"),
        )
    return Part(
        "Dot-product attention",
        "Every paragraph word h is compared with every question word u; the mix of "
        "question words is put beside it, and projected with ReLU.",
        width,
        _DOT,
        ("attention_projection",),
    )


def _self(config: ReadingConfig) -> Part:
    return Part(
        "Self-attention",
        "After one more bidirectional LSTM, each paragraph word attends to the others; "
        "what it finds is projected and added to it.",
        f"T × {2 * config.hidden_size}",
        _SELF,
        ("self_attention_encoder", "self_attention", "self_attention_projection"),
    )


def _modelling(config: ReadingConfig) -> Parts:
    numbers = range(1, config.modelling_layers + 1)
    if config.encoder != "LSTM":
        blocks = Part(
            "Modelling",
            f"{config.modelling_layers} encoder blocks over the paragraph, now with "
            "what attention found in the question. The words pass through all of them "
            "three times; each time the result is normalised and kept.",
            f"3 × T × {2 * config.hidden_size}",
            _BLOCK,
            (*(f"modelling_{number}" for number in numbers), "modelling_norm"),
        )
        return ((blocks,),)
    return tuple(
        (
            Part(
                f"Modelling, layer {number}",
                "A bidirectional LSTM over the paragraph, now with what attention "
                "found in the question.",
                f"T × {2 * config.hidden_size}",
                "",
                (f"modelling_{number}",),
            ),
        )
        for number in numbers
    )


def _ends(config: ReadingConfig) -> tuple[Part, ...]:
    reads = {
        "start": max(config.modelling_layers - 1, min(config.modelling_layers, 1)),
        "end": config.modelling_layers,
    }
    source = "modelling layer"
    if config.encoder != "LSTM":
        reads, source = {"start": 2, "end": 3}, "pass 1 and pass"
    return tuple(
        Part(
            name.capitalize(),
            f"One logit for each paragraph word, from {source} {layer}."
            if layer
            else "One logit for each paragraph word.",
            "T",
            _END.replace("NAME", name),
            (name,),
        )
        for name, layer in reads.items()
    )


def _span(config: ReadingConfig) -> Part:
    return Part(
        "The answer",
        f"The most probable span of at most {config.max_answer_words} words.",
        "start and end",
        r"\max_{s \le e}\; p^{\text{start}}_s\, p^{\text{end}}_e"
        if config.span_search == "joint"
        else "",
    )
