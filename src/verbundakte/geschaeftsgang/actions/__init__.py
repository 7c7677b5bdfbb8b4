"""Writing of the room `geschaeftsgang`: one verb per function."""
