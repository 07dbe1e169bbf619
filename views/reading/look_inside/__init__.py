"""The Look inside tab of reading.

`tab` arranges `attention` (context-to-query), `span_surface` (start × end) and
`occlusion` (is attention an explanation?).
"""
