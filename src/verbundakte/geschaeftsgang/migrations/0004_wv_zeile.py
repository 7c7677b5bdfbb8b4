"""The Wiedervorlage of a line "Wv." of a Verfügung; lines that wait already get theirs."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.models.base
from verbundakte.core.db.operations import TenantKey
from verbundakte.core.ids import uuid7


def plan(apps, schema_editor):
    """Let every open line "Wv." come up again as a Wiedervorlage."""

    def rows_of(app, model):
        return apps.get_model(app, model)._base_manager.using(schema_editor.connection.alias)

    lines = rows_of("geschaeftsgang", "Schritt").filter(
        art="wiedervorlage", ended_at=None, begun_at__isnull=False
    )
    for row in lines.select_related("verfuegung").iterator(chunk_size=500):
        einheit = row.einheit_id if row.platz == row.einheit_id else None
        if row.stelle_id and row.platz == row.stelle_id:
            stellen = rows_of("organisation", "Stelle").filter(pk=row.stelle_id)
            einheit = stellen.values_list("einheit_id", flat=True).get()
        rows_of("geschaeftsgang", "Wiedervorlage").create(
            id=uuid7(),
            tenant=row.tenant,
            schritt_id=row.pk,
            vorgang_id=row.verfuegung.vorgang_id,
            dokument_id=row.dokument_id or row.verfuegung.dokument_id,
            person_id=None if einheit else row.platz,
            einheit_id=einheit,
            text=(row.text or row.verfuegung.betreff)[:500],
            due_on=row.frist_on or row.begun_at.date(),
            at=row.begun_at,
            by=row.verfuegung.urheber_id,
        )


class Migration(migrations.Migration):
    dependencies = [("geschaeftsgang", "0003_termine")]

    operations = [
        migrations.AddField(
            model_name="wiedervorlage",
            name="schritt",
            field=verbundakte.core.models.base.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="wiedervorlagen",
                to="geschaeftsgang.schritt",
            ),
        ),
        TenantKey("Wiedervorlage", "schritt"),
        migrations.AddConstraint(
            model_name="wiedervorlage",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("done_at", None),
                    ("withdrawn_at", None),
                    models.Q(("schritt", None), _negated=True),
                ),
                fields=("tenant", "schritt"),
                name="wiedervorlage_of_schritt",
            ),
        ),
        migrations.AddIndex(
            model_name="aufgabe",
            index=models.Index(
                condition=models.Q(("akte", None), _negated=True),
                fields=["tenant", "akte"],
                name="aufgabe_akte",
            ),
        ),
        migrations.RunPython(plan, migrations.RunPython.noop),
    ]
