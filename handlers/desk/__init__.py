"""The desk of whoever answers for reports: all that is open, on one page."""
