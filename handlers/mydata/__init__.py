"""My data: what is kept about somebody, shown, handed over, and erased when they say so."""
