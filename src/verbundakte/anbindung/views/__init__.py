"""Pages of the room `anbindung`."""
