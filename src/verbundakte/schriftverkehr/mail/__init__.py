"""E-mails on their way out: what they look like, and how they are handed in."""
