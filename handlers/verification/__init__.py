"""Whether it is really fixed: those who reported it are asked, and couriers who ride by can have a look."""
