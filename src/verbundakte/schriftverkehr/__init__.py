"""What the town hall writes: templates, letters, recipients, what leaves the house."""
