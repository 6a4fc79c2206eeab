"""The people of an organization: who belongs to it, what they may do, and what opens its door for them.

staff       the people, and who acts on them
passwords   how they are kept and compared
enrol       somebody gets an account, and a link to begin with
take_up     they follow the link, and choose a password
sign_in     they come in, in a browser; and go out again
arrive      they come in by the provider of sign-on
role        they become something else
close       they are gone; or back again
token       a program of theirs gets a token; or has it no longer
"""
