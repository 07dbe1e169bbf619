"""Loupe's engine: four experiments and the thin contracts between them.

No Streamlit here, and no Keras at import time: `experiment`, `events`, `runs`,
`checkpoint`, `sources` and `registry` are light, so that the command line and
every page answer at once. Read `experiment.py` first, then `language/`.
"""

import os

# Before anything can import Keras: the backend is read once, at its import.
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# A page that shows and a run that trains share one graphics processor.
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
