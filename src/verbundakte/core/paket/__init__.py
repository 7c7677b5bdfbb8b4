"""One town as a package that describes itself: export, import, removal (docs/betrieb/kommunenpaket.md)."""
