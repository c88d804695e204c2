"""Who or which of a list: all of it, read off the list, not the best lines of a search."""
