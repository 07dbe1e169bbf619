"""A link that names what is not here, and choices that say so.

`missing` (what is not here is remembered and said), `bound` (widgets that Streamlit
binds to the URL by their label), `slider` (a slider that it binds).
"""
