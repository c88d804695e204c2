"""Questions about the collection itself: its documents, their contents, pages and provisions. Nothing is searched."""
