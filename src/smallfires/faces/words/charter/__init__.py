"""Words for a charter: checked, and lit."""
