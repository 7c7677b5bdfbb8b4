"""Data protection: who read secrets, what is stored of somebody, and telling it."""
