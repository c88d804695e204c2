"""Questions with known answers, figures, runs that can be compared, reports."""
