"""A report goes to whom it really concerns: another grid, a person, a department, or the coordinators."""
