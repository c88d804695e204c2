"""What a user would take instead of ours, on the same questions and passages.

One file a library; each runs in a process of its own, in an environment of its own.
"""
