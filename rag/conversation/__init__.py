"""Turns of a conversation: what a question means after those before it, and what it may mean."""
