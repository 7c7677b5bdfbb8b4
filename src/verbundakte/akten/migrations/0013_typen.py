"""Dokumenttypen and Vorgangstypen as rows, own fields, and the fields of xdomea still missing."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import verbundakte.core.ids
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable, TenantKey
from verbundakte.core.models.base import TenantForeignKey

MEDIUM = [("001", "elektronisch"), ("002", "hybrid"), ("003", "Papier")]
LEVELS = [
    ("offen", "offen"),
    ("personenbezogen", "personenbezogen"),
    ("vertraulich", "vertraulich"),
]


def typ(name, *more):
    """Return the operation that makes the table of a type."""
    return migrations.CreateModel(
        name=name,
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
            ("key", models.UUIDField(editable=False)),
            ("version", models.PositiveIntegerField(editable=False)),
            ("kuerzel", models.CharField(max_length=30, verbose_name="Kürzel")),
            ("bezeichnung", models.CharField(max_length=80, verbose_name="Bezeichnung")),
            ("beschreibung", models.TextField(blank=True, verbose_name="Wofür")),
            ("reihenfolge", models.IntegerField(default=100)),
            ("felder", models.JSONField(default=list)),
            ("valid_from", models.DateField(verbose_name="gilt ab")),
            ("valid_to", models.DateField(null=True, verbose_name="gilt nicht mehr ab")),
            *more,
        ],
        options={
            "abstract": False,
            "constraints": [
                models.UniqueConstraint(
                    fields=("tenant", "key", "version"), name=f"{name.lower()}_version"
                )
            ],
            "indexes": [models.Index(fields=["tenant", "kuerzel"], name=f"{name.lower()}_kuerzel")],
        },
    )


def medium(model, operation=migrations.AddField):
    """Return the operation that adds the Medium."""
    field = models.CharField(
        choices=MEDIUM, db_default="001", default="001", max_length=3, verbose_name="Medium"
    )
    return operation(model, "medium", field)


def vertraulichkeit(model):
    """Return the operation that adds the Vertraulichkeit."""
    field = models.CharField(
        choices=LEVELS,
        db_default="offen",
        default="offen",
        max_length=20,
        verbose_name="Vertraulichkeit",
    )
    return migrations.AddField(model, "vertraulichkeit", field)


class Migration(migrations.Migration):
    dependencies = [("akten", "0012_stapel")]

    operations = [
        typ("Dokumenttyp", ("symbol", models.CharField(default="doc", max_length=20))),
        typ("Vorgangstyp"),
        SecureTable("Dokumenttyp"),
        SecureTable("Vorgangstyp"),
        migrations.RenameField("dokument", "dokumenttyp", "dokumenttyp_code"),
        migrations.AddField(
            "dokument",
            "dokumenttyp",
            TenantForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dokumente",
                to="akten.dokumenttyp",
                verbose_name="Art",
            ),
        ),
        migrations.AddField(
            "dokument",
            "bearbeiter",
            models.CharField(
                blank=True, db_default="", max_length=200, verbose_name="Bearbeitet von"
            ),
        ),
        migrations.AddField(
            "vorgang",
            "vorgangstyp",
            TenantForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="vorgaenge",
                to="akten.vorgangstyp",
                verbose_name="Art",
            ),
        ),
        TenantKey("Vorgang", "vorgangstyp"),
        migrations.AddField(
            "vorgang",
            "laufzeit_from",
            models.DateField(blank=True, null=True, verbose_name="Laufzeit von"),
        ),
        migrations.AddField(
            "vorgang",
            "laufzeit_to",
            models.DateField(blank=True, null=True, verbose_name="Laufzeit bis"),
        ),
        medium("akte", migrations.AlterField),
        medium("vorgang"),
        medium("dokument"),
        vertraulichkeit("akte"),
        vertraulichkeit("vorgang"),
        vertraulichkeit("dokument"),
        migrations.AddIndex(
            "vorgang", models.Index(fields=["tenant", "vorgangstyp"], name="vorgang_typ")
        ),
        migrations.AddIndex(
            "vorgang",
            models.Index(
                condition=~Q(parent=None), fields=["tenant", "parent"], name="vorgang_parent"
            ),
        ),
    ]
