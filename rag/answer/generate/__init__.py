"""Evidence becomes sentences with [n] marks."""
