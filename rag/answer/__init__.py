"""Hits become an Answer whose every sentence is tied to exact words of a bulletin."""
