"""The shop for couriers: what there is, choosing it for points, and the code to collect it with."""
