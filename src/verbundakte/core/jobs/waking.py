"""The worker asks the rooms every second whether something of theirs became due (one cheap query
each, across towns); they start jobs for it."""

import logging
import threading

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from verbundakte.core.registry import registry

logger = logging.getLogger("verbundakte.jobs")
PAUSE, AFTER_ERROR = 1.0, 5.0


def wake_all() -> None:
    """Ask every room once. Raises what the database raises."""
    for name, wake in registry.waking.items():
        try:
            wake()
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            logger.exception("waking failed", extra={"kind": name})


def wake_forever(ended: threading.Event) -> None:
    """Ask until `ended` is set; errors of the database are waited out."""
    while not ended.is_set():
        pause = PAUSE
        try:
            close_old_connections()
            wake_all()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("waking waits", extra={"reason": type(error).__name__})
            connection.close()
            pause = AFTER_ERROR
        ended.wait(pause)
    connection.close()
