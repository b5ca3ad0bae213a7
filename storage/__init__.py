"""What is remembered: one SQLite file, plain SQL, a module per aggregate."""
