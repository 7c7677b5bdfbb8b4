"""Tests of the room `posteingang`."""
