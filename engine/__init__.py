"""Loupe's engine: four experiments and the contracts between them.

No Streamlit here, and no Keras at import time, so that the command line and every
page start at once. Read `experiment` (the shape of every experiment) and `config` (its
settings) first, then `language/`.

Shared: `registry` (the experiments by name), `errors` (each a sentence), `sampling`
(from logits to a sampled symbol), `calibration` (its error, and one temperature),
`accuracy` (confusion matrices and intervals), `ensembles` (networks that answer
together), `published` (figures of other systems), `terms` (a number as a sum of
products), `parts` (a network as a picture), `arrays` and `hdf5` (array files read
safely), `schema` (JSON checked against dataclasses), `settings` (what a server and the
command line are started with), `own_data` (settings fitted to the user's own data),
`loaded` (networks in memory, bounded). Wings: `data/`, `training/`, `runs/`, `sweeps/`,
`checkpoints/`, `sharing/`, `backend/`, `cli/`.
"""

import os
import sys
from types import ModuleType

# Before anything can import Keras: the backend is read once, at its import.
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# NumPy multiplies small matrices here, which a second thread does not make faster; on
# busy cores its threads wait for each other, and one product takes ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# The server and a run share one GPU.
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
# Keras imports scikit-learn, and with it most of SciPy, for wrappers that nothing here
# uses: a fifth of the time that its import takes. These names stand in for them.
_wrappers = ModuleType("keras.src.wrappers.sklearn_wrapper")
for _name in ("SKLearnClassifier", "SKLearnRegressor", "SKLearnTransformer"):
    setattr(_wrappers, _name, object)
sys.modules.setdefault(_wrappers.__name__, _wrappers)
