"""Taking a network along: to the class, to TensorBoard, to Keras without Loupe.

`exporting` (a network as one ZIP), `archive` (such a ZIP read safely, whoever made it),
`importing` (from it to a run of this machine), `tensorboard` (a run's events and
weights for TensorBoard), `keras_file` (a network as one `.keras` file),
`onnx_file` (as one `.onnx` file), `model_file` (what both share).
"""
