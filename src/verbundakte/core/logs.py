"""Structured logs: one JSON object per line, no personal content."""

import json
import logging
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
FIELDS = (
    "tenant",
    "status",
    "path",
    "method",
    "ms",
    "job",
    "kind",
    "reason",
    "permission",
    "actor",
)


class JsonFormatter(logging.Formatter):
    """Format a record as JSON with the fields an operator searches for."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
