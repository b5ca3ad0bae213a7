"""Several reports about one incident: offered before one is sent, joined and separated afterwards."""
