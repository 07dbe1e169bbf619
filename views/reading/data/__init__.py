"""The Data tab of reading.

`tab` (statistics of SQuAD), `characters` (its characters) and `histogram`.
"""
