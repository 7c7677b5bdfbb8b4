"""Commands of Django that do their work another way here."""
