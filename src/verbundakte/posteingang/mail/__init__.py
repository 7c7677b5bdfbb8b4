"""Mail: mailboxes, the intake of a mail server, and how a mail becomes an Eingang."""
