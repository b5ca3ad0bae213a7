"""How many reports one person can send in a while."""
