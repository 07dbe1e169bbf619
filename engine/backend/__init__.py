"""Code that depends on the Keras backend or on the machine.

`character_cnn` (a word from its characters), `compiled` (compiled functions on each
backend), `devices` (one training on several), `fused_in_tensorflow` (operations of many
passes in one), `lstm` (the LSTM with the fastest available kernel),
`lstm_in_tensorflow` (its loop over time there), `memory` (of batches, old graphs and
cycles of objects), `precision` (the floating-point precision that trains fastest here).
"""
