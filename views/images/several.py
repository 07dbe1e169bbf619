"""Several pictures at once: a summary, all of them small, and accuracy where known."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from engine.images.analysis.labelled import Report, report, true_class
from engine.images.analysis.prepared import PreparedPicture
from engine.images.answers import Answer
from ui.charts.accuracy import accuracy_in_words, folded_confusion
from ui.charts.bars import Bars, class_bars
from ui.links.bound import choose_bound
from ui.notices import plain
from views.images.answer import draw_answers

Pair = tuple[PreparedPicture, Answer]
_MOST = 60  # pictures that are drawn
_LEAST_CONFIDENT, _MISTAKES = "Least confident first", "Mistakes first"
_ORDERS = ("As they came", _LEAST_CONFIDENT, "Most confident first")


def draw_summary(pairs: Sequence[Pair]) -> None:
    """Draw how often each class is predicted and, where known, how often rightly."""
    answers = [answer for _, answer in pairs]
    counts = Counter(answer.best for answer in answers)
    st.subheader(f"{len(pairs):,} pictures", anchor=False)
    class_bars(Bars({name: n / len(pairs) for name, n in counts.most_common()}))
    flagged = sum(bool(answer.out_of_distribution) for answer in answers)
    if flagged:
        are = "is" if flagged == 1 else "are"
        st.caption(f"{flagged} of them {are} probably none of the classes.")
    classes = answers[0].classes
    comparison = report(answers, [picture.truth for picture, _ in pairs], classes)
    if comparison is not None:
        _draw_report(comparison, classes)


def _draw_report(comparison: Report, classes: Sequence[str]) -> None:
    """Draw the accuracy with its interval, and the confusion matrix."""
    if comparison.compared.count:
        st.markdown(accuracy_in_words(comparison.compared))
    if comparison.others:
        listed = ", ".join(plain(name) for name in comparison.others[:8])
        st.caption(
            f"Not classes of this network, so left out of the accuracy: {listed}."
        )
    folded_confusion(comparison.compared, classes, "images_own_confusion")


def draw_grid(pairs: Sequence[Pair], count: int) -> None:
    """Draw all pictures small with the choice of their order."""
    labelled = any(true_class(picture.truth, a.classes) for picture, a in pairs)
    orders = (*_ORDERS, _MISTAKES) if labelled else _ORDERS
    key = "images_order"
    order = choose_bound(
        st.segmented_control,
        "Order",
        orders,
        default=orders[0],
        required=True,
        key=key,
        wrap=True,
        persist_state="session",
    )
    draw_answers(in_order(pairs, str(order))[:_MOST], count)
    if len(pairs) > _MOST:
        st.caption(
            f"{_MOST} of {len(pairs):,} pictures are shown; the table has all of them."
        )


def in_order(pairs: Sequence[Pair], order: str) -> list[Pair]:
    """Return the pictures in an order of `_ORDERS`, or with mistakes first."""
    if order == _ORDERS[0]:
        return list(pairs)
    sign = 1 if order == _LEAST_CONFIDENT else -1
    by_confidence = sorted(pairs, key=lambda pair: sign * pair[1].confidence)
    if order == _MISTAKES:
        return sorted(by_confidence, key=lambda pair: not _is_mistake(*pair))
    return by_confidence


def _is_mistake(picture: PreparedPicture, answer: Answer) -> bool:
    truth = true_class(picture.truth, answer.classes)
    return bool(truth) and truth != answer.best
