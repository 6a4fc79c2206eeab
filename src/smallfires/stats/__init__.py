"""Pure numbers: numpy and scipy only, no SQL, no files."""
