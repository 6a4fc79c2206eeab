"""Pages that ask a question of data: what is asked is what the command line asks, setting by setting, from the same flags.

setting    a setting as a field of a form, made from its flag
study      a question of data: optimize or transform, what a pilot could tell, what it did
material   what can be asked: sources and measures of the workspace
piece      the work of answering it, in a process of its own
beside     at which field an error is said
next       what can be done with the answer
"""
