"""The coordinators' side of the shop: handing out, what comes in, what there is, and what became of it."""
