"""How the recurrent experiments learn: AdamW with a decay and averaged weights."""

from typing import Any

import keras

_LAST_SHARE = 0.01  # of the learning rate, where the cosine ends


def compile_classifier(
    model: Any,
    *,
    learning_rate: float,
    decay: str,
    total_steps: int,
    weight_decay: float,
    clip: float,
    averaging: float,
) -> None:
    """Give a model that scores classes its loss and its optimiser.

    Args:
        model: Its outputs are scores before the softmax, its targets integers.
        learning_rate: At its highest.
        decay: "cosine" to fall over `total_steps`, "constant" to stay.
        total_steps: Batches of the whole training.
        weight_decay: Share of each weight that is taken off, times the rate.
        clip: Norm that the gradients of all weights together may have.
        averaging: Momentum of the averaged weights; 0 for none.

    Source:
        Kingma & Ba (2015) for Adam, Loshchilov & Hutter (2019) for its decay;
        Loshchilov & Hutter (2017) for the cosine; Pascanu et al. (2013) for
        clipping; Polyak & Juditsky (1992) for averaged weights.
    """
    rate: Any = learning_rate
    if decay == "cosine":
        rate = keras.optimizers.schedules.CosineDecay(
            rate, total_steps, alpha=_LAST_SHARE
        )
    optimizer = keras.optimizers.AdamW(
        rate,
        weight_decay=weight_decay,
        global_clipnorm=clip,
        use_ema=averaging > 0,
        ema_momentum=averaging or 0.99,
    )
    model.compile(
        optimizer, loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    )
