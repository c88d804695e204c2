"""A citation, or a reference as people paste it, opened where it stands."""
