"""What can go wrong with the embedded database, in one German sentence."""


class EmbeddedError(Exception):
    """The embedded database cannot be used; `message` is German: what, where and what to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message
