"""Between a report's reporter and whoever answers for it: one question, and messages both ways, without names."""
