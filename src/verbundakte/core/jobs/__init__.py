"""Long work: declared with @job, started inside a transaction, safe to run twice."""

from verbundakte.core.jobs.declare import JobFailed, Progress, job, start

__all__ = ["JobFailed", "Progress", "job", "start"]
