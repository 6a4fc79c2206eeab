"""The door of an organization: who comes in, as whom, and what they can change about that.

door       knows who asks, by their session or their token
routes     all its pages
signing    the pages to come in and to go out
own        one's own account: password, sessions, tokens
people     the people, for admins
sign_on    coming in by a provider of sign-on
reception  what all of these need
carried    what was sent when a session had ended
again      the page on which that is sent again
"""
