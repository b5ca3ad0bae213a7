"""What the pictures show, read from the database: a module for each picture."""
