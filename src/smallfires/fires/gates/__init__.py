"""The gates, one an intent: what they need to know of a fire, and what they say of it."""
