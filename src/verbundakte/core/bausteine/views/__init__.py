"""Pages of "Vorlagen und Regeln": the general editor for every kind of Baustein."""
