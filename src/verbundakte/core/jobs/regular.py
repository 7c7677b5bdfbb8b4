"""Work that comes again and again, on machines whose clock may be moved.

The queue's own way makes up for every minute since the last time: a clock set ahead by a year fills the
queue with half a million jobs and nothing else runs; one set back stops it until that day comes again.
"""

from collections.abc import Iterable

from procrastinate import App, periodic

# No wait for another try is as long, and no worker gives its sign ahead of time.
MEND = (
    "UPDATE procrastinate_jobs SET scheduled_at = NULL"
    " WHERE status = 'todo' AND scheduled_at > now() + interval '1 hour'",
    "UPDATE procrastinate_workers SET last_heartbeat = now()"
    " WHERE last_heartbeat > now() + interval '1 minute'",
)


class OnlyTheLast(periodic.PeriodicDeferrer):
    """Starts what was due at the last moment of each plan, once; never what was due before."""

    def get_timestamps(
        self, periodic_task: periodic.PeriodicTask, since: int | None, until: float
    ) -> Iterable[int]:
        """Return the last moment, whenever the one before was; the database keeps it to one job."""
        return super().get_timestamps(periodic_task, None, until)


def use_the_last_moment_only() -> None:
    """Let the workers of this process start regular work in this way."""
    periodic.PeriodicDeferrer = OnlyTheLast  # type: ignore[misc]


async def mend_moments(queue: App) -> None:
    """Let what waits for a day that a wrong clock has named wait no longer."""
    for statement in MEND:
        await queue.connector.execute_query_async(statement)
