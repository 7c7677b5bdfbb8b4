"""Long work: declared with @job, started inside a transaction, safe to run twice."""

from verbundakte.core.jobs.declare import (
    AWAITED,
    ORDERED,
    GoOn,
    JobFailed,
    Progress,
    hasten,
    job,
    start,
)

__all__ = ["AWAITED", "ORDERED", "GoOn", "JobFailed", "Progress", "hasten", "job", "start"]
