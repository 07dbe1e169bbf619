"""The Look inside tab of sentiment.

`tab` arranges `words`, `characters`, `prefixes` (the answer after each word),
`difference` (why one class and not another), `filters` (of the character CNN) and
`by_hand` (from the pooling to the logits) with `pooling` (attention) and `filter_place`
(one filter at one place).
"""
