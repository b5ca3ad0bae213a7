"""Lists of honour: who did most in a month and in half a year, by nicknames that people choose."""
