"""Tests of the room `geschaeftsgang`."""
