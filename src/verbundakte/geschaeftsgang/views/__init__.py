"""Pages of the room `geschaeftsgang`."""
