"""What ends a command: one German sentence for the person, an exit code for scripts."""

REFUSED = 1
WRONG_USAGE = 2


class Problem(Exception):
    """A command cannot be done; `message` is one German sentence: what, where and what to do."""

    def __init__(self, message: str, code: int = REFUSED):
        super().__init__(message)
        self.message = message
        self.code = code
