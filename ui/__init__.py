"""What more than one page needs. Pages import it, engine never does.

The page
frame     page config, menu, title; the first call of every page
tabs      the tabs of a page, the open one in the URL
notices   a person's errors as notices
loading   models and cards from disk, kept between reruns; warming the engine
networks  choosing a checkpoint and an epoch
cards     what a checkpoint is called, and its card
choosing  pickers whose choice stands in the URL by id
learned   the Results tab: figures beside others' own, learning curves
method    the How it works tab: command, snippet, the model's source

Text, pictures, numbers
marks     a text in marked pieces, to point at; its legend
coloured  characters that a network wrote or read (language)
highlight words that a network read: colours, marked answers
bars      classes with their probabilities
heatmap   a matrix of words by words; heatmap_svg takes it away
confusion a confusion matrix whose cells open
reliability  how sure it says it is, against how often it is right
downloads results as CSV, JSON, SVG
saying    numbers as a person says them
palette   every colour that is not Streamlit's own

Training
points    events -> points of a line
lines     the pieces of a line chart
curves    points -> chart options
standing  events -> where a run stands, in figures
following runs as they grow: events, log, place in line
training  the Train tab, in parts: training_form, training_live …
runs_table  the table of all runs

sampling, characters and shown belong to the two pages on language.
"""
