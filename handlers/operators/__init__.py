"""What the command line asks of the running bot. Files are checked whole: one fault, and nothing is changed."""
