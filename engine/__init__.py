"""Loupe's engine: four experiments and the contracts between them.

No Streamlit here, and no Keras at import time, so that the command line and every
page start at once. Read `experiment` (the shape of every experiment) first, then
`language/`.

Shared: `registry` (the experiments by name), `errors` (each a sentence), `sampling`
(from logits to a sampled symbol), `calibration` (one temperature), `published` (figures
of other systems), `arrays` (array files read safely). Wings: `data/`, `training/`,
`runs/`, `checkpoints/`, `backend/`, `cli/`.
"""

import os

# Before anything can import Keras: the backend is read once, at its import.
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# The server and a run share one GPU.
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
