"""What more than one page needs. Pages import it, engine never does.

frame     page config, menu, title; the first call of every page
loading   models and cards from disk, kept between reruns; warming the engine
notices   a person's errors as notices
cards     choosing a checkpoint and an epoch; the card of the model in use
palette   every colour that is not Streamlit's own
choosing  pickers whose choice stands in the URL by id
points    events -> points of a line
curves    points -> chart options
standing  events -> where a run stands, in figures
following runs as they grow: events, log, place in line
training  the Train tab, in parts: training_form, training_live …
"""
