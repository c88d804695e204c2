"""Passages become an index, a question becomes hits."""
