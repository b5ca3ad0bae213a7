"""What cannot be put right now: why, and until when."""
