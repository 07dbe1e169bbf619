"""Where the experiments come from."""

import streamlit as st

POSTS = (
    "Character level language models using Recurrent Neural Networks",
    "The SQuAD Challenge – Machine Comprehension on the Stanford Question Answering "
    "Dataset",
    "Sentiment Analysis of movie reviews part 2 (Convolutional Neural Networks)",
    "Image recognition on the CIFAR-10 dataset using deep learning",
)


def draw() -> None:
    """Name the blog posts that the experiments re-create."""
    st.caption(
        "The experiments re-create blog posts of 2016–2018: "
        + "; ".join(f"“{title}”" for title in POSTS)
        + ". Each Results tab has their figures beside Loupe’s."
    )
