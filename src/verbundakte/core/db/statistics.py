"""What the planner knows about tables: by itself it learns that many rows came only a while later."""

from django.db import connection, models, transaction


def learn_about(*kinds: type[models.Model]) -> None:
    """Let the planner look at the tables of these models anew (a moment, whatever their size)."""
    tables = [kind._meta.db_table for kind in kinds]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT core_analyze(%s)", [tables])
