"""Where words stand, every place of them, counted."""
