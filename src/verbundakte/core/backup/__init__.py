"""Backup of the whole installation and restoring it on an empty data folder (docs/betrieb/sicherung.md).

No Django model is read here but for the list of stored bytes: a backup must be readable when nothing else is.
"""
