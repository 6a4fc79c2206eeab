"""Faces: what is shown to people and programs. A face parses, calls one verb, and shows; no rule lives here."""
