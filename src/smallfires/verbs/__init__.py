"""What one can do: one verb, one file. A verb uses the parts below it, and returns one frozen object."""
