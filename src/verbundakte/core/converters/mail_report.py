"""What a mail reports about another one (RFC 3464): read in the sandbox."""

from dataclasses import asdict

from verbundakte.core.converters.source import Source
from verbundakte.standards.zustellbericht import read_report


def mail_report(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: the delivery report that a mail is; nothing when it is none."""
    source.require_bytes()
    report = read_report(source.data)
    return {"report": asdict(report) if report else None}, []
