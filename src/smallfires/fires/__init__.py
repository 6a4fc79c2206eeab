"""The domain, in the standard library only: no arrays, no SQL, no clock, no input or output."""
