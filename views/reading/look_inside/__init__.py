"""The Look inside tab of reading.

`tab` arranges `attention` (context-to-query), `similarity` (one of its cells by hand),
`self_attention` (the paragraph's words to each other), `span_surface` (start × end) and
`occlusion` (is attention an explanation?) with `weighing` (attention, self-attention or
gradient) and `reduction` (the question made shorter).
"""
