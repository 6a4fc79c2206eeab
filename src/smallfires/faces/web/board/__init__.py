"""The board in the browser, for whoever sits at this machine: what is seen, and what is done, by noun.

routes     all of them, as one router
look       how a page of the board is made
static     the board's own files
session    whether a form was sent by a page of this board
desk       a desk that reads each entry of the ledger once, and one that knows what its page has seen
cards      fires at a glance
fires      the board, and one fire
forms      what can be done to a fire, and what is wrong with what was typed
acting     what was typed is taken, and nothing of it lost
readings   what one reading taught
finding    search
exporting  what is on the board, as files for spreadsheets
sources    where data come from
settings   what holds for the whole workspace
present    the workspace as its file says it now
ledger     the last entries, and their proof
"""
