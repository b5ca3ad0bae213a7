"""Deadlines of reports: by when each is to be taken on and fixed, and who hears that it was not."""
