"""A guide: a strip below the title that leads through a page, one question a stop.

A stop's question is answered before the page shows what it is about; whether you were
right is computed by the network at that moment.
"""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from engine.errors import LoupeError
from ui import frame, scrolling, teacher_sheet
from ui.frame import PAGES
from ui.notices import errors_shown, plain, show_error
from ui.palette import ACCENT
from ui.stops import Answer, Progress, Stop
from ui.url_state import brought, put, put_state, reopen_state

_TAKE = "Take the guide, 10 minutes"
_FRAMED = """<style>.st-key-{key} {{
  outline: 2px solid {accent}; outline-offset: 6px; border-radius: 4px;
}}</style>"""
Stops = Callable[[], Sequence[Stop]]


def draw(page: str, stops: Stops) -> None:
    """Draw the guide; while it is closed, only the button that opens it.

    Args:
        page: Whose guide; `<page>_guide` in the URL is the stop that is shown.
        stops: Returns the stops; called only while the guide is open.
    """
    key, progress = f"{page}_guide", progress_of(page)
    if linked := brought(key):
        progress.at = int(linked[0][:3]) if linked[0].isdecimal() else 0
    if not progress.at:
        put(key, [])
        put(f"{key}_shown", [])
        _draw_offer(page, progress)
        return
    all_stops = stops()
    progress.at = min(progress.at, len(all_stops))
    if brought(f"{key}_shown"):
        with errors_shown():
            reopen_state(all_stops[progress.at - 1].state_with(""))
    put(key, [str(progress.at)])
    put(f"{key}_shown", ["yes"] if progress.at in progress.shown else [])
    with st.container(border=True, key=f"{page}_guide_strip", gap="small"):
        _draw_header(page, all_stops, progress)
        _draw_stop(page, all_stops[progress.at - 1], progress)
        with st.container(key=f"{page}_guide_task", gap="small"):
            _draw_task(all_stops[progress.at - 1], progress)
            _draw_footer(page, all_stops, progress)
            if progress.at == len(all_stops) and progress.is_done(progress.at):
                _draw_end(page, all_stops, progress)


def progress_of(page: str) -> Progress:
    """Return what the visitor has done in the guide of a page."""
    progress: Progress = st.session_state.setdefault(f"_{page}_guide", Progress())
    return progress


def _draw_offer(page: str, progress: Progress) -> None:
    st.button(
        "Continue the guide" if progress.answers else _TAKE,
        icon=":material/explore:",
        type="tertiary",
        key=f"{page}_guide_open",
        on_click=_go,
        args=(page, max(progress.answers, default=1)),
    )


def _go(page: str, number: int) -> None:
    """Show a stop; 0 closes the guide."""
    progress_of(page).at = number
    scrolling.ask(f"{page}_guide_strip")


def _draw_header(page: str, stops: Sequence[Stop], progress: Progress) -> None:
    """Draw the numbers of the stops, each ticked once it is done, and Close."""
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center"):
        for number, stop in enumerate(stops, start=1):
            is_done = progress.is_done(number)
            st.button(
                # In the label, where a screen reader finds it; an icon is hidden.
                f"✓ {number}" if is_done else str(number),
                type="secondary" if number == progress.at else "tertiary",
                key=f"{page}_guide_stop_{number}",
                help=f"{stop.title}{' (done)' if is_done else ''}",
                on_click=_go,
                args=(page, number),
            )
        st.space("stretch")
        st.button(
            "Close guide",
            icon=":material/close:",
            type="tertiary",
            key=f"{page}_guide_close",
            on_click=_go,
            args=(page, 0),
        )


def _draw_stop(page: str, stop: Stop, progress: Progress) -> None:
    """Draw a stop: text and question; once it is answered, what is right."""
    number = progress.at
    if number in progress.shown:  # the strip is short then: the page is what counts
        st.markdown(f"**{number}. {stop.title}**", help=stop.text)
    else:
        st.markdown(f"**{number}. {stop.title}**  \n{stop.text}")
    if number not in progress.answers:
        _ask(page, stop, progress)
    else:
        _draw_outcome(stop, progress.choices[number], progress.answers[number])


def _ask(page: str, stop: Stop, progress: Progress) -> None:
    """Draw the question; on “Answer”, compute what is right and draw the page anew."""
    number, own = progress.at, ""
    with st.form(f"{page}_guide_form_{number}", border=False):
        if stop.own:
            own = st.text_input(
                stop.own,
                progress.own.get(number, ""),
                max_chars=500,
                key=f"{page}_guide_own_{number}",
            )
        chosen = st.radio(
            f"Before you look: {stop.question}",
            range(len(stop.choices)),
            index=None,
            format_func=lambda i: stop.choices[i],
            key=f"{page}_guide_choice_{number}",
        )
        answered = st.form_submit_button(
            "Answer", key=f"{page}_guide_answer_{number}", type="primary"
        )
    if not answered:
        return
    if chosen is None or (stop.own and not own.strip()):
        field = "Type something and choose" if stop.own else "Choose"
        st.caption(f":material/info: {field} an answer first: a guess is enough.")
        return
    try:
        with st.spinner("Asking the network …"):
            progress.answers[number] = stop.answer(own.strip())
    except LoupeError as error:
        show_error(error)
        return
    progress.choices[number], progress.own[number] = chosen, own.strip()
    st.rerun()


def _draw_task(stop: Stop, progress: Progress) -> None:
    """Say what to do once the page shows it, and what is to be seen; frame it."""
    if not progress.is_done(progress.at):
        return
    st.markdown(f"**Now look:** {stop.task}  \n**What you see:** {stop.conclusion}")
    if stop.place:
        st.html(_FRAMED.format(key=stop.place, accent=ACCENT))


def _draw_end(page: str, stops: Sequence[Stop], progress: Progress) -> None:
    """Say that the guide ends, and where to go from there."""
    st.markdown(f"**{progress.summary(stops)}**")
    names = [entry.name for entry in PAGES if entry.experiment]
    following = names[(names.index(page) + 1) % len(names)]
    title = next(entry.title for entry in PAGES if entry.name == following)
    frame.link(following, f"Next guide: {title}", **{f"{following}_guide": "1"})


def _draw_outcome(stop: Stop, chosen: int, answer: Answer) -> None:
    """Say whether the choice was right, and why."""
    st.markdown(f"**{stop.question}**")
    why, right = plain(answer.sentence), stop.choices[answer.right]
    if chosen == answer.right:
        st.success(f"Right: **{right}**. {why}", icon=":material/check:")
    else:
        st.info(
            f"You said “{stop.choices[chosen]}”. The answer: **{right}**. {why}",
            icon=":material/lightbulb:",
        )


def _set_page(page: str, number: int, stop: Stop) -> None:
    """Put the page into the state that a stop is about, and tick the stop."""
    progress = progress_of(page)
    progress.shown.add(number)
    # To the place, or to the task and the page below it.
    scrolling.ask(stop.place or f"{page}_guide_task", "start")
    put_state(stop.state_with(progress.own.get(number, "")))


def _draw_footer(page: str, stops: Sequence[Stop], progress: Progress) -> None:
    """Draw the button that sets the page, the ways on and back, and the sheet."""
    number = progress.at
    is_answered, is_shown = number in progress.answers, number in progress.shown
    with st.container(horizontal=True, vertical_alignment="center"):
        if is_answered:
            st.button(
                "Show me again" if is_shown else "Show me on the page",
                icon=":material/arrow_downward:",
                type="secondary" if is_shown else "primary",
                key=f"{page}_guide_show_{number}",
                on_click=_set_page,
                args=(page, number, stops[number - 1]),
            )
        for words, by in (("Back", -1), ("Next stop", 1)):
            st.button(
                words,
                key=f"{page}_guide_{'back' if by < 0 else 'next'}",
                type="primary" if by > 0 and is_shown else "secondary",
                on_click=_go,
                args=(page, number + by),
                disabled=not 1 <= number + by <= len(stops),
            )
        if is_answered:
            st.button(
                "Ask me again",
                type="tertiary",
                key=f"{page}_guide_again_{number}",
                on_click=progress.forget,
                args=(number,),
            )
        _draw_sheet(page, stops)


def _draw_sheet(page: str, stops: Sequence[Stop]) -> None:
    title = next(entry.title for entry in PAGES if entry.name == page)
    st.download_button(
        "Teacher’s sheet",
        partial(teacher_sheet.html, title, f"{page}_guide", stops),
        f"{page}-guide.html",
        "text/html",
        key=f"{page}_guide_sheet",
        icon=":material/print:",
        type="tertiary",
        on_click="ignore",
        help="All questions with today’s answers, to print.",
    )
