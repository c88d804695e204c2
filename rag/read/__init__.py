"""A file becomes a Document, its Pages and Articles, then Passages and citable Units."""
