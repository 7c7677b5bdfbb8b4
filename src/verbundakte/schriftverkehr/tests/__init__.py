"""Tests of the room `schriftverkehr`."""
