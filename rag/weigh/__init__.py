"""Hits become evidence: sentences weighed against the question, by part and by place in the conversation."""
