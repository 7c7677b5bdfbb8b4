"""Mark the zones of files that are already under a Geheimnisklasse.

A zone that ordinary files share becomes a secret one too: closed is the safe side. Its digest
changes, so that later ordinary files get a zone of their own.
"""

from django.db import migrations

from verbundakte.core.access.zones import Grant, digest_of


def mark(apps, schema_editor):
    owner = schema_editor.connection.alias

    def rows_of(app, model):
        return apps.get_model(app, model)._base_manager.using(owner)

    sources = (
        ("Aktenplaneinheit", "geheimnisklasse"),
        ("Akte", "geheimnisklasse"),
        ("Vorgang", "akte__geheimnisklasse"),
        ("Dokument", "akte__geheimnisklasse"),
    )
    found = {}
    for model, field in sources:
        rows = rows_of("akten", model)
        secret = rows.exclude(**{field: ""}).exclude(**{f"{field}__isnull": True})
        found.update(secret.values_list("zone_id", field).distinct().order_by())
    for zone in rows_of("core", "Zone").filter(pk__in=found):
        entries = rows_of("core", "ZoneEntry").filter(zone_id=zone.pk)
        grants = [Grant(row.principal_kind, row.principal_id, row.level) for row in entries]
        zone.geheimnisklasse = found[zone.pk]
        zone.digest = digest_of(grants, zone.geheimnisklasse)
        zone.save()


class Migration(migrations.Migration):
    dependencies = [("akten", "0002_second_lock"), ("core", "0005_zone_geheimnisklasse")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
