"""Words for fires: all of them at a glance, one with its story, what was found, and the entries of the ledger."""
