"""The Characters tab: the map of char2vec, and what typos do to an answer."""

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.errors import LoupeError
from engine.reading.analysis.characters import character_map
from engine.reading.analysis.characters.character_map import CharacterMap
from engine.reading.analysis.published import POST_ANSWER_CHARACTERS, POST_CHARACTERS
from ui.links.bound import choose_bound
from ui.loading import cards_of
from ui.notices import errors_shown, plain
from ui.pickers import choose_one
from views.reading.characters import typos
from views.reading.characters.map import draw_map, name_of

_CHOSEN, _VECTORS = "reading_character", "reading_vectors"
_BEFORE, _AFTER = "char2vec, before training", "after training"


def draw(card: Card, epoch: float | None) -> None:
    """Draw the whole tab."""
    st.subheader("A map of the characters", anchor=False)
    with errors_shown():
        initial = _find(card)
        if initial is not None:
            _draw_map(card, epoch, initial)
    typos.draw(card, epoch)


def _find(card: Card) -> CharacterMap | None:
    """Return the map of a network, otherwise another one's; say what is missing."""
    if character_map.FILE in card.files:
        return _read(card.name, card.files[character_map.FILE])
    try:
        return _learn(card.name, card.files["characters.json"], str(data_folder()))
    except LoupeError as error:
        missing = str(error)
    for neighbour in cards_of("reading").values():
        if character_map.FILE in neighbour.files:
            st.caption(
                f"{plain(card.name)} comes without a character map; this is the map "
                f"of {plain(neighbour.name)}."
            )
            return _read(neighbour.name, neighbour.files[character_map.FILE])
    st.info(
        "No network here comes with a character map, and it cannot be computed now: "
        f"{plain(missing)}",
        icon=":material/info:",
    )
    return None


@st.cache_resource(max_entries=16, show_spinner=False)
def _read(name: str, digest: str) -> CharacterMap:
    return character_map.read(checkpoint.find("reading", name))


@st.cache_resource(max_entries=16, show_spinner="Training char2vec …")
def _learn(name: str, digest: str, root: str) -> CharacterMap:
    return character_map.make(checkpoint.find("reading", name), data_folder())


@st.cache_resource(max_entries=32, show_spinner="Computing the map …")
def _trained(name: str, file: str, digest: str, _initial: CharacterMap) -> CharacterMap:
    return character_map.trained(checkpoint.find("reading", name), file, _initial)


def _draw_map(card: Card, epoch: float | None, initial: CharacterMap) -> None:
    """Draw the map beside the neighbours of one character."""
    st.markdown(
        "Before the network is trained, each character gets a vector of fifty numbers, "
        "learned from its neighbours in the text: *char2vec*, word2vec’s skip-gram on "
        "characters. Characters with similar neighbours get similar vectors."
    )
    if card.facts.get("initial_weights"):
        st.caption(
            "This network started from the character embedding of "
            f"{plain(str(card.facts['initial_weights']))}."
        )
    shown = _choose_vectors(card, epoch, initial)
    left, right = st.columns([3, 2], gap="large")
    with right:
        names = {
            name_of(character): name_of(character) for character in shown.characters
        }
        default = "e" if "e" in names else next(iter(names))
        name = choose_one("Character", names, _CHOSEN, default)
        chosen = next(
            character for character in shown.characters if name_of(character) == name
        )
        near = shown.neighbours(chosen)
        _draw_neighbours(name, near)
    with left:
        draw_map(shown, chosen, [neighbour for neighbour, _ in near], _CHOSEN)
    _draw_counts(initial)


def _choose_vectors(
    card: Card, epoch: float | None, initial: CharacterMap
) -> CharacterMap:
    """Draw the choice of vectors, where the network has its own; return the map."""
    if not card.config.get("character_filters"):
        st.caption(
            "The chosen network reads whole words only. With a character CNN, it would "
            "start from these vectors."
        )
        return initial
    view = choose_bound(
        st.segmented_control,
        "Vectors",
        [_BEFORE, _AFTER],
        default=_BEFORE,
        required=True,
        key=_VECTORS,
        persist_state="session",
    )
    if view != _AFTER:
        return initial
    files = {snapshot.epoch: snapshot.file for snapshot in card.snapshots}
    file = "model.weights.h5" if epoch is None else files[epoch]
    return _trained(card.name, file, card.files[file], initial)


def _draw_neighbours(name: str, near: list[tuple[str, float]]) -> None:
    """Draw the nearest characters with their cosine."""
    st.markdown(f"**Nearest to {plain(name)}**, by cosine similarity")
    st.dataframe(
        [
            {"Character": name_of(neighbour), "Cosine": cosine}
            for neighbour, cosine in near
        ],
        hide_index=True,
        width="stretch",
        height="content",
        column_config={
            "Cosine": st.column_config.ProgressColumn(
                format="%.2f", min_value=0.0, max_value=1.0
            )
        },
        alt=f"Characters nearest to {name}",
    )


def _draw_counts(initial: CharacterMap) -> None:
    """Draw how many characters there are, ours beside the post's."""
    rows = [
        ("in the training texts", initial.in_texts, POST_CHARACTERS),
        ("in the answers", initial.in_answers, POST_ANSWER_CHARACTERS),
        (
            "in the network’s vocabulary",
            len(initial.characters) - 1,
            POST_ANSWER_CHARACTERS,
        ),
    ]
    st.table(
        [
            {
                "Distinct characters": words,
                "Here": f"{ours:,}",
                "Original post": f"{post:,}",
            }
            for words, ours, post in rows
        ],
        border="horizontal",
        hide_index=True,
        alt="Distinct characters, here and in the original post",
    )
    st.caption(
        f"Here: in the {initial.paragraphs:,} training paragraphs. As in the original "
        "blog post (2016–2018), characters of the answers form the vocabulary, here "
        "the frequent ones; all others share one unknown token, “…” on the map."
    )
