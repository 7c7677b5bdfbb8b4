"""Paper that becomes an Eingang: watched folders, batches, sheets, and the proof after TR-RESISCAN."""
