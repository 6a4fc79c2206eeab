"""Pages in the browser, made by a server.

app      the whole application: its routes, each a few lines over a verb
guard    what holds for every answer: whose address it is asked under, and what a browser may do with it
form     what was filled in
pages    the pages, from templates
board    the fires, what is due, what was learned; and what can be done to a fire
serve    the application on this machine, for this machine
"""
