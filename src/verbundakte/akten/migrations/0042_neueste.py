"""Lists find and count what somebody may see in the index alone, without a look at the rows.

New indexes first: while they are made, the lists go on reading by the old ones.
"""

from django.db import migrations, models

NEWEST = ["-created_at", "-id"]
TABLES = {"akte": "akte", "vorgang": "vorgang", "dokument": "dok"}


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0041_hinweise_index"),
    ]

    operations = [
        *(
            migrations.AddIndex(
                model_name=model,
                index=models.Index(
                    fields=["tenant", *NEWEST], include=["zone"], name=f"{name}_newest"
                ),
            )
            for model, name in TABLES.items()
        ),
        *(
            migrations.AddIndex(
                model_name=model,
                index=models.Index(
                    fields=["tenant", "zone", *NEWEST],
                    include=["trashed_at"],
                    name=f"{name}_zone_newest",
                ),
            )
            for model, name in TABLES.items()
        ),
        *(
            migrations.RemoveIndex(model_name=model, name=f"{name}{old}")
            for model, name in TABLES.items()
            for old in ("_new", "_zone_new")
        ),
    ]
