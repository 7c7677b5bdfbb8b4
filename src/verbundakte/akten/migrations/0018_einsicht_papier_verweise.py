import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0017_zugriff_daten"),
    ]

    operations = [
        migrations.CreateModel(
            name="Akteneinsicht",
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
                (
                    "empfaenger",
                    models.CharField(max_length=300, verbose_name="Wer Einsicht erhält"),
                ),
                (
                    "rechtsgrund",
                    models.CharField(
                        choices=[
                            ("vwvfg", "Beteiligter (§ 29 VwVfG)"),
                            ("sgbx", "Beteiligter (§ 25 SGB X)"),
                            ("vwgo", "Vorlage beim Gericht (§ 99 VwGO)"),
                            ("ifg", "Informationsfreiheit (IFG, UIG, VIG)"),
                            ("aufsicht", "Aufsicht oder Prüfung"),
                            ("sonstiger", "anderer Rechtsgrund"),
                        ],
                        max_length=20,
                        verbose_name="Rechtsgrund",
                    ),
                ),
                (
                    "bemerkung",
                    models.CharField(blank=True, max_length=500, verbose_name="Bemerkung"),
                ),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField()),
                ("handed_on", models.DateField(null=True, verbose_name="Übergeben am")),
                ("handed_at", models.DateTimeField(null=True)),
                ("handed_by", models.UUIDField(null=True)),
                (
                    "handed_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("papier", "auf Papier"),
                            ("traeger", "auf Datenträger"),
                            ("elektronisch", "elektronisch"),
                            ("vor_ort", "Einsicht vor Ort"),
                        ],
                        max_length=20,
                        verbose_name="Wie",
                    ),
                ),
                (
                    "vorgang",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="akteneinsichten",
                        to="akten.vorgang",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Aushebung",
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
                ("wunsch", models.CharField(max_length=300, verbose_name="Was wird gebraucht")),
                ("requested_at", models.DateTimeField()),
                ("requested_by", models.UUIDField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.UUIDField(null=True)),
                ("ergebnis", models.CharField(blank=True, max_length=300, verbose_name="Ergebnis")),
                (
                    "akte",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aushebungen",
                        to="akten.akte",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Ausleihe",
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
                ("an", models.CharField(max_length=200, verbose_name="Wer hat sie")),
                ("lent_on", models.DateField(verbose_name="Ausgeliehen am")),
                ("due_on", models.DateField(verbose_name="Zurück bis")),
                ("created_by", models.UUIDField()),
                ("returned_on", models.DateField(null=True)),
                (
                    "akte",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ausleihen",
                        to="akten.akte",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EinsichtDokument",
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
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.dokument",
                    ),
                ),
                (
                    "einsicht",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dokumente",
                        to="akten.akteneinsicht",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Papierteil",
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
                ("standort", models.CharField(blank=True, max_length=200, verbose_name="Standort")),
                (
                    "behaeltnis",
                    models.CharField(blank=True, max_length=120, verbose_name="Behältnis"),
                ),
                (
                    "papier_until",
                    models.DateField(blank=True, null=True, verbose_name="Papier bis"),
                ),
                (
                    "elektronisch_from",
                    models.DateField(blank=True, null=True, verbose_name="Elektronisch ab"),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "akte",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papierteile",
                        to="akten.akte",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Verwahrstueck",
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
                (
                    "art",
                    models.CharField(
                        choices=[
                            ("original", "Original, zurückzugeben"),
                            ("wertsache", "Wertsache"),
                        ],
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                ("bezeichnung", models.CharField(max_length=300, verbose_name="Was")),
                ("von", models.CharField(max_length=200, verbose_name="Von wem")),
                ("standort", models.CharField(max_length=200, verbose_name="Wo es liegt")),
                ("received_on", models.DateField(verbose_name="Erhalten am")),
                ("created_by", models.UUIDField()),
                ("returned_on", models.DateField(null=True)),
                (
                    "returned_to",
                    models.CharField(blank=True, max_length=200, verbose_name="Zurückgegeben an"),
                ),
                (
                    "vorgang",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verwahrstuecke",
                        to="akten.vorgang",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Verweis",
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
                (
                    "art",
                    models.CharField(
                        choices=[
                            ("siehe", "siehe auch"),
                            ("folgt", "folgt auf"),
                            ("betrifft", "betrifft"),
                            ("rechtsbehelf", "Rechtsbehelf gegen"),
                        ],
                        max_length=20,
                        verbose_name="Art",
                    ),
                ),
                ("from_kind", models.CharField(max_length=10)),
                ("from_id", models.UUIDField()),
                ("to_kind", models.CharField(max_length=10)),
                ("to_id", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "from_id"], name="verweis_from"),
                    models.Index(fields=["tenant", "to_id"], name="verweis_to"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "art", "from_id", "to_id"), name="verweis_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="akteneinsicht",
            index=models.Index(fields=["tenant", "vorgang", "-created_at"], name="einsicht_new"),
        ),
        migrations.AddIndex(
            model_name="aushebung",
            index=models.Index(
                condition=models.Q(("done_at", None)),
                fields=["tenant", "requested_at"],
                name="aushebung_open",
            ),
        ),
        migrations.AddIndex(
            model_name="aushebung",
            index=models.Index(fields=["tenant", "akte"], name="aushebung_akte"),
        ),
        migrations.AddIndex(
            model_name="ausleihe",
            index=models.Index(
                condition=models.Q(("returned_on", None)),
                fields=["tenant", "created_by", "due_on"],
                name="ausleihe_open",
            ),
        ),
        migrations.AddIndex(
            model_name="ausleihe",
            index=models.Index(fields=["tenant", "akte"], name="ausleihe_akte"),
        ),
        migrations.AddConstraint(
            model_name="einsichtdokument",
            constraint=models.UniqueConstraint(
                fields=("tenant", "einsicht", "dokument"), name="einsicht_dokument_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="papierteil",
            constraint=models.UniqueConstraint(fields=("tenant", "akte"), name="papierteil_once"),
        ),
        migrations.AddIndex(
            model_name="verwahrstueck",
            index=models.Index(fields=["tenant", "vorgang"], name="verwahrstueck_vorgang"),
        ),
        SecureTable("Akteneinsicht"),
        SecureTable("EinsichtDokument"),
        SecureTable("Aushebung"),
        SecureTable("Ausleihe"),
        SecureTable("Papierteil"),
        SecureTable("Verwahrstueck"),
        SecureTable("Verweis"),
    ]
