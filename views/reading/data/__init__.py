"""The Data tab of reading.

`tab` (SQuAD in numbers) and `characters` (its characters).
"""
