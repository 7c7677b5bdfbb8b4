"""Pages of the room `posteingang`."""
