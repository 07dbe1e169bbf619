"""Marked text with notes on hover, and commands.

`marks` (the component), `coloured` (a colour for each character), `highlight` (words
and spans), `characters` (names of invisible characters), `growing` (a text
while it is written), `redaction` (what of a copyrighted text may be shown);
`commands` (for a shell).
"""
