"""``/search``: coordinators find any report again, read its history, and take lists and figures with them."""
