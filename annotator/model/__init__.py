"""Frozen values and pure functions: what a treaty, an annotation and a change are. No files, no SQL, no Qt."""
