"""News of fires, told to those who have to hear of them.

tell       what was not yet told, to everyone who is named, once
channels   who is named in the workspace's file: its tables ``mail`` and ``webhooks``
letter     news as a letter, in plain text and as a page
mail       a letter to a mail server, or into a folder
webhook    news to another program, signed
within     an end to waiting for either
"""
