"""Placeholder of the lead for zone_label(zone_id) -> str; the organisation builder replaces this file."""


def zone_label(zone_id: int) -> str:
    """Return a short label."""
    return str(zone_id)
