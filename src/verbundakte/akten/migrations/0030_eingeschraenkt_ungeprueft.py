"""Close what is restricted (Art. 18 DSGVO) to Prüfaufträge over its unit, as new restrictions do."""

from django.db import migrations
from django.db.models import Q

from verbundakte.core.access.zones import NO_PRUEFUNG, Grant, digest_of


def close(apps, schema_editor):
    """Re-point restricted Dokumente and their Anlagen; the index makes its entries anew."""
    owner = schema_editor.connection.alias

    def rows_of(app, model):
        return apps.get_model(app, model)._base_manager.using(owner)

    def closed_zone(tenant: int, old: int) -> int:
        entries = rows_of("core", "ZoneEntry").filter(zone_id=old)
        grants = {Grant(row.principal_kind, row.principal_id, row.level) for row in entries}
        grants.add(NO_PRUEFUNG)
        klasse = rows_of("core", "Zone").values_list("geheimnisklasse", flat=True).get(pk=old)
        zone, is_new = rows_of("core", "Zone").get_or_create(
            tenant=tenant, digest=digest_of(grants, klasse), defaults={"geheimnisklasse": klasse}
        )
        for grant in grants if is_new else ():
            rows_of("core", "ZoneEntry").create(
                tenant=tenant,
                zone=zone,
                principal_kind=grant.kind,
                principal_id=grant.id,
                level=grant.level,
            )
        return zone.pk

    restricted = rows_of("akten", "Einschraenkung").filter(lifted_at=None, dokument__isnull=False)
    for tenant, key in restricted.values_list("tenant", "dokument_id"):
        for row in rows_of("akten", "Dokument").filter(Q(pk=key) | Q(parent=key), tenant=tenant):
            row.zone_id = closed_zone(tenant, row.zone_id)
            row.save(update_fields=["zone"])
            rows_of("core", "IndexChange").create(
                tenant=tenant, kind="dokument", object_id=row.pk, is_moved=True
            )


class Migration(migrations.Migration):
    dependencies = [("akten", "0029_schwaerzung"), ("core", "0013_job_queued")]

    operations = [migrations.RunPython(close, migrations.RunPython.noop)]
