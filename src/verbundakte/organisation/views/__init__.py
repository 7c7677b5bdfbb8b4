"""Pages of the room `organisation`."""
