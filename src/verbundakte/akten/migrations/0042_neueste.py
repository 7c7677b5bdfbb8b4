"""Lists find and count what somebody may see in the index alone, without a look at the rows.

New indexes first: while they are made, the lists go on reading by the old ones.
"""

from django.db import migrations, models


def _index(model: str, name: str, place: list[str], include: list[str]) -> migrations.AddIndex:
    fields = ["tenant", *place, "-created_at", "-id"]
    return migrations.AddIndex(
        model_name=model, index=models.Index(fields=fields, include=include, name=name)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0041_hinweise_index"),
    ]

    operations = [
        _index("akte", "akte_newest", [], ["zone"]),
        _index("vorgang", "vorgang_newest", [], ["zone"]),
        _index("dokument", "dok_newest", [], ["zone"]),
        _index("akte", "akte_zone_newest", ["zone"], ["trashed_at"]),
        _index("vorgang", "vorgang_zone_newest", ["zone"], ["trashed_at"]),
        _index("dokument", "dok_zone_newest", ["zone"], ["trashed_at"]),
        _index("vorgang", "vorgang_akte_newest", ["akte"], ["zone", "trashed_at"]),
        _index("dokument", "dok_akte_newest", ["akte"], ["zone", "trashed_at", "parent"]),
        _index("vorgang", "vorgang_own_newest", ["sachbearbeitung"], ["zone", "trashed_at"]),
        *(
            migrations.RemoveIndex(model_name=model, name=name)
            for model, name in (
                ("akte", "akte_new"),
                ("akte", "akte_zone_new"),
                ("vorgang", "vorgang_new"),
                ("vorgang", "vorgang_zone_new"),
                ("vorgang", "vorgang_akte_new"),
                ("vorgang", "vorgang_own"),
                ("dokument", "dok_new"),
                ("dokument", "dok_zone_new"),
                ("dokument", "dok_akte_new"),
            )
        ),
    ]
