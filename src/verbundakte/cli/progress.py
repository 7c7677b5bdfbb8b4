"""Progress on standard error: a bar in a terminal, else a line every few seconds."""

import sys
import time

WIDTH = 30
TERMINAL_PAUSE, FILE_PAUSE = 0.1, 5.0  # seconds between two pictures


class Progress:
    """How far a command is. Use it in a `with` block, so that the line ends in every case."""

    def __init__(self, label: str, total: int):
        self.label = label
        self.total = total
        self.done = 0
        self._is_terminal = sys.stderr.isatty()
        self._shown_at = time.monotonic()

    def __enter__(self) -> "Progress":
        if self._is_terminal:
            self._show()
        return self

    def __exit__(self, *_) -> None:
        self._show()
        if self._is_terminal:
            print(file=sys.stderr, flush=True)

    def step(self) -> None:
        """Count one more."""
        self.to(self.done + 1)

    def to(self, done: int, total: int | None = None) -> None:
        """Say how many are done (and how many there are by now)."""
        self.done, self.total = done, self.total if total is None else total
        pause = TERMINAL_PAUSE if self._is_terminal else FILE_PAUSE
        if time.monotonic() - self._shown_at >= pause:
            self._show()

    def _show(self) -> None:
        self._shown_at = time.monotonic()
        text = f"{self.label}: {self.done} von {self.total}"
        if self._is_terminal:
            filled = WIDTH * self.done // self.total if self.total else WIDTH
            print(
                f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {text}\x1b[K",
                end="",
                file=sys.stderr,
                flush=True,
            )
        else:
            print(text, file=sys.stderr, flush=True)
