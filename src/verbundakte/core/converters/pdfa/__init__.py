"""Whether a file that calls itself PDF/A keeps the rules of ISO 19005 (parts 1 to 3)."""
