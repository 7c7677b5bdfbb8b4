"""The Aktenplan becomes a Baustein; the plan of each existing town is carried over."""

import hashlib
import json
import uuid

from django.db import migrations, models
from django.utils import timezone

import verbundakte.core.ids
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable
from verbundakte.core.ids import uuid7

KIND = "akten.aktenplan"


def item(row, parents: dict) -> dict:
    """Return a row as the specification of the kind writes it."""
    led = row.federfuehrung_id
    return {
        "aufbewahrungsdauer": row.aufbewahrungsdauer,
        "aussonderungsart": row.aussonderungsart,
        "begruendung": row.begruendung,
        "federfuehrung": {"item": None, "key": str(led), "kind": "organisation.einheit"}
        if led
        else None,
        "geheimnisklasse": row.geheimnisklasse or None,
        "id": str(row.item_id),
        "is_stillgelegt": row.is_stillgelegt,
        "kennzeichen": row.kennzeichen,
        "nummernmuster": None,
        "parent": str(parents[row.parent_id]) if row.parent_id else None,
        "stichwoerter": sorted({word for word in row.stichwoerter.split(", ") if word}),
        "titel": row.titel,
        "zugriff": "sachgebiet",
    }


def content_of(rows: list) -> str:
    """Return the canonical text of a plan with these rows."""
    parents = {row.pk: row.item_id for row in rows}
    units = sorted((item(row, parents) for row in rows), key=lambda unit: unit["id"])
    plan = {"bezeichnung": "Aktenplan", "einheiten": units, "mindestfristen": []}
    return json.dumps(plan, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def carry_over(apps, schema_editor):
    """Make one released Baustein of the rows of each town; the rows stay and get its key."""
    alias = schema_editor.connection.alias
    unit, baustein, version = (
        apps.get_model(room, name).objects.using(alias)
        for room, name in (
            ("akten", "Aktenplaneinheit"),
            ("core", "Baustein"),
            ("core", "BausteinVersion"),
        )
    )
    for tenant in unit.order_by().values_list("tenant", flat=True).distinct():
        rows = unit.filter(tenant=tenant)
        key, moment = uuid.uuid4(), timezone.now()
        plan = baustein.create(
            id=uuid7(), tenant=tenant, key=key, kind=KIND, name="Aktenplan", created_at=moment
        )
        content = content_of(list(rows))
        version.create(
            id=uuid7(),
            tenant=tenant,
            baustein_id=plan.pk,
            number=1,
            content=content,
            digest=hashlib.sha256(f"{KIND}\n{content}".encode()).hexdigest(),
            reason="Übernahme des bisherigen Aktenplans",
            created_at=moment,
            created_by="setup",
            released_at=moment,
            released_by="setup",
            valid_from=min(row.valid_from for row in rows),
        )
        rows.update(key=key)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0008_nummern_und_vorlagen"),
        ("core", "0004_leitung"),
    ]

    operations = [
        migrations.RemoveConstraint("Aktenplaneinheit", "planeinheit_kennzeichen"),
        migrations.AddField("Aktenplaneinheit", "key", models.UUIDField(editable=False, null=True)),
        migrations.AddField("Aktenplaneinheit", "nummernmuster_key", models.UUIDField(null=True)),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.AlterField("Aktenplaneinheit", "key", models.UUIDField(editable=False)),
        migrations.AddConstraint(
            "Aktenplaneinheit",
            models.UniqueConstraint(
                fields=["tenant", "key", "version", "kennzeichen"], name="planeinheit_kennzeichen"
            ),
        ),
        migrations.CreateModel(
            name="Archivzustimmung",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=verbundakte.core.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "tenant",
                    models.IntegerField(
                        default=verbundakte.core.tenancy.context.current_tenant, editable=False
                    ),
                ),
                ("key", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("consented_by", models.CharField(max_length=200, verbose_name="Zugestimmt hat")),
                (
                    "reference",
                    models.CharField(max_length=300, verbose_name="Fundstelle der Zustimmung"),
                ),
                (
                    "bewertungsentscheidung",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="Bewertungsentscheidung"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "key", "version"), name="archivzustimmung_version"
                    )
                ],
            },
        ),
        SecureTable("Archivzustimmung"),
    ]
