"""Pages of the room `schriftverkehr`."""
