"""*Fixed*: a report is fixed when there is a photo that shows it."""
