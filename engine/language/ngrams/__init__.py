"""Character n-grams: interpolated modified Kneser-Ney smoothing.

`table` (counts in sorted arrays), `kneser_ney` (their probabilities), `file` (a table
on disk), `train` (counting as a run like any other), `writer` (n-grams behind the same
verbs as the LSTM).
"""
