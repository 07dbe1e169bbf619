"""Code that depends on the Keras backend or on the machine.

`compiled` (compiled functions on each backend), `lstm` (the LSTM with the fastest
available kernel), `memory` (keeps freed memory for the next batch), `precision` (which
floating-point precision trains fastest here).
"""
