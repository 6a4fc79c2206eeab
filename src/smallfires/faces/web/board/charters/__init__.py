"""A charter is written on the board: as a form, or as its text.

routes    the pages, and what is sent to them
writing   a charter on which somebody writes, with all that is wrong with it
boxes     the form, field by field
choices   what can be chosen: measures, designs, units
pieces    what takes a while
"""
