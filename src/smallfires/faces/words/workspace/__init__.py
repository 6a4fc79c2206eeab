"""Words for a workspace: made, and with a source or a measure more."""
