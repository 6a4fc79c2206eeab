"""The same acts as on the board, for programs: REST under ``/api/v1``, described by OpenAPI.

routes     all calls, as one application
call       what a call is, and what it answers
problem    what is said where something cannot be done (RFC 9457)
paging     a part of a long list, and where it goes on
fires      the fires, and what is known of one
readings   what was learned
doing      what is done to fires, one call a deed
openapi    the description of all calls; examples: one of each
shown      the same as people read it; page: on the board
once       what is asked for twice is done once
body       what was sent, read strictly
people     who carries how much change, and the momentum
ledger     everything that was noted, and its proof
workspace  who asks, and what the workspace names
"""
