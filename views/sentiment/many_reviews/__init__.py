"""The Many reviews tab of sentiment: a file in, a table with every answer out.

`tab` arranges `upload` (the user's file or pasted lines), `accuracy` (where the file
gives true classes) and `table`; `classified` has the reviews with their answers, as
rows.
"""
