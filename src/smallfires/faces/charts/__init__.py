"""Records as charts: Vega-Lite specifications, ready to be drawn. Colours come from the one palette.

Labels stand above what they name, not beside it, so that a chart reads the same on a phone and on a desk. What is common
stands in ``base``; each kind of record has a file of its own.
"""
