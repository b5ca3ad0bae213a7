"""Points: how they are earned, awarded by hand, taken back and looked at."""
