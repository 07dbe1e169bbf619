"""A fifth experiment, as small as one can be: how often each letter occurs.

Reading order: `config`, `data`, `model`, `train`, `evaluate`, `measure`, `predict`,
`command`, `experiment`. Wing: `analysis/`.
"""
