"""Pages of the room `signaturen`."""
