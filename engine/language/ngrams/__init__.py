"""Character n-grams: interpolated modified Kneser-Ney smoothing.

`table` (counts in sorted arrays), `kneser_ney` (probabilities from counts), `file` (a
table on disk), `train` (counting as a training run), `writer` (n-grams with the
interface of the LSTM's `Writer`).
"""
