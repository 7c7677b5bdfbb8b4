"""Fristen, Wiedervorlagen, Aufgaben; rules about them, and who has them sent to her."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0039_stempel"),
        ("geschaeftsgang", "0002_bemerkung"),
        ("organisation", "0013_fachverfahren"),
    ]

    operations = [
        migrations.CreateModel(
            name="Terminregel",
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
                ("kind", models.CharField(editable=False, max_length=60)),
                ("key", models.UUIDField(editable=False)),
                ("version", models.PositiveIntegerField(editable=False)),
                ("inhalt", models.JSONField()),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(null=True, verbose_name="gilt nicht mehr ab")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "key", "version"), name="terminregel_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Aufgabe",
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
                ("text", models.CharField(blank=True, max_length=500, verbose_name="Wozu")),
                ("due_on", models.DateField(verbose_name="Am")),
                ("at", models.DateTimeField(editable=False)),
                ("by", models.UUIDField(editable=False, null=True)),
                ("done_at", models.DateTimeField(editable=False, null=True)),
                ("done_by", models.UUIDField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_by", models.UUIDField(editable=False, null=True)),
                ("grund", models.CharField(blank=True, max_length=500, verbose_name="Grund")),
                (
                    "akte",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.akte",
                    ),
                ),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.dokument",
                        verbose_name="Dokument",
                    ),
                ),
                (
                    "einheit",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.organisationseinheit",
                        verbose_name="Für",
                    ),
                ),
                (
                    "person",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Für",
                    ),
                ),
                (
                    "vorgang",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.vorgang",
                    ),
                ),
            ],
            options={
                "verbose_name": "Aufgabe",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None), ("withdrawn_at", None)),
                        fields=["tenant", "person", "due_on"],
                        name="aufgabe_person",
                    ),
                    models.Index(
                        condition=models.Q(("done_at", None), ("withdrawn_at", None)),
                        fields=["tenant", "einheit", "due_on"],
                        name="aufgabe_einheit",
                    ),
                    models.Index(fields=["tenant", "vorgang"], name="aufgabe_vorgang"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("einheit", None), ("person__isnull", False)),
                            models.Q(("einheit__isnull", False), ("person", None)),
                            _connector="OR",
                        ),
                        name="aufgabe_for_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("akte__isnull", False), ("dokument", None), ("vorgang", None)
                            ),
                            models.Q(("akte", None), ("vorgang__isnull", False)),
                            _connector="OR",
                        ),
                        name="aufgabe_about_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None), ("withdrawn_at", None), _connector="OR"
                        ),
                        name="aufgabe_ends_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Frist",
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
                ("text", models.CharField(blank=True, max_length=500, verbose_name="Wozu")),
                ("due_on", models.DateField(verbose_name="Am")),
                ("at", models.DateTimeField(editable=False)),
                ("by", models.UUIDField(editable=False, null=True)),
                ("done_at", models.DateTimeField(editable=False, null=True)),
                ("done_by", models.UUIDField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_by", models.UUIDField(editable=False, null=True)),
                ("grund", models.CharField(blank=True, max_length=500, verbose_name="Grund")),
                (
                    "is_ausschluss",
                    models.BooleanField(default=False, verbose_name="Ausschlussfrist"),
                ),
                ("vorfrist_on", models.DateField(blank=True, null=True, verbose_name="Vorfrist")),
                ("eingaben", models.JSONField(default=dict)),
                ("schritte", models.JSONField(default=list)),
                ("hinweise", models.JSONField(default=list)),
                (
                    "akte",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.akte",
                    ),
                ),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.dokument",
                        verbose_name="Dokument",
                    ),
                ),
                (
                    "einheit",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.organisationseinheit",
                        verbose_name="Für",
                    ),
                ),
                (
                    "person",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Für",
                    ),
                ),
                (
                    "vorgang",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.vorgang",
                    ),
                ),
                (
                    "zweite",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Zweite Person",
                    ),
                ),
            ],
            options={
                "verbose_name": "Frist",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None), ("withdrawn_at", None)),
                        fields=["tenant", "person", "due_on"],
                        name="frist_person",
                    ),
                    models.Index(
                        condition=models.Q(("done_at", None), ("withdrawn_at", None)),
                        fields=["tenant", "einheit", "due_on"],
                        name="frist_einheit",
                    ),
                    models.Index(fields=["tenant", "vorgang"], name="frist_vorgang"),
                    models.Index(
                        condition=models.Q(
                            ("done_at", None),
                            ("withdrawn_at", None),
                            models.Q(("zweite", None), _negated=True),
                        ),
                        fields=["tenant", "zweite", "due_on"],
                        name="frist_zweite",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("einheit", None), ("person__isnull", False)),
                            models.Q(("einheit__isnull", False), ("person", None)),
                            _connector="OR",
                        ),
                        name="frist_for_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("akte__isnull", False), ("dokument", None), ("vorgang", None)
                            ),
                            models.Q(("akte", None), ("vorgang__isnull", False)),
                            _connector="OR",
                        ),
                        name="frist_about_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None), ("withdrawn_at", None), _connector="OR"
                        ),
                        name="frist_ends_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_ausschluss", False),
                            models.Q(
                                ("vorfrist_on__lt", models.F("due_on")), ("zweite__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="frist_ausschluss_safe",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Terminabo",
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
                        choices=[("kalender", "Kalender"), ("mail", "E-Mail am Morgen")],
                        max_length=8,
                    ),
                ),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("created_at", models.DateTimeField(editable=False)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                ("sent_on", models.DateField(editable=False, null=True)),
                (
                    "person",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["tenant", "digest"],
                        name="terminabo_digest",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("tenant", "person", "art"),
                        name="terminabo_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wiedervorlage",
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
                ("text", models.CharField(blank=True, max_length=500, verbose_name="Wozu")),
                ("due_on", models.DateField(verbose_name="Am")),
                ("at", models.DateTimeField(editable=False)),
                ("by", models.UUIDField(editable=False, null=True)),
                ("done_at", models.DateTimeField(editable=False, null=True)),
                ("done_by", models.UUIDField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_by", models.UUIDField(editable=False, null=True)),
                ("grund", models.CharField(blank=True, max_length=500, verbose_name="Grund")),
                ("angabe", models.CharField(blank=True, max_length=60)),
                (
                    "akte",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.akte",
                    ),
                ),
                (
                    "dokument",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.dokument",
                        verbose_name="Dokument",
                    ),
                ),
                (
                    "einheit",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.organisationseinheit",
                        verbose_name="Für",
                    ),
                ),
                (
                    "person",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Für",
                    ),
                ),
                (
                    "vorgang",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.vorgang",
                    ),
                ),
            ],
            options={
                "verbose_name": "Wiedervorlage",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None), ("withdrawn_at", None)),
                        fields=["tenant", "person", "due_on"],
                        name="wiedervorlage_person",
                    ),
                    models.Index(
                        condition=models.Q(("done_at", None), ("withdrawn_at", None)),
                        fields=["tenant", "einheit", "due_on"],
                        name="wiedervorlage_einheit",
                    ),
                    models.Index(fields=["tenant", "vorgang"], name="wiedervorlage_vorgang"),
                    models.Index(
                        condition=models.Q(("akte", None), _negated=True),
                        fields=["tenant", "akte"],
                        name="wiedervorlage_akte",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("einheit", None), ("person__isnull", False)),
                            models.Q(("einheit__isnull", False), ("person", None)),
                            _connector="OR",
                        ),
                        name="wiedervorlage_for_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("akte__isnull", False), ("dokument", None), ("vorgang", None)
                            ),
                            models.Q(("akte", None), ("vorgang__isnull", False)),
                            _connector="OR",
                        ),
                        name="wiedervorlage_about_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None), ("withdrawn_at", None), _connector="OR"
                        ),
                        name="wiedervorlage_ends_once",
                    ),
                ],
            },
        ),
        SecureTable("Terminregel"),
        SecureTable("Aufgabe"),
        SecureTable("Frist"),
        SecureTable("Terminabo"),
        SecureTable("Wiedervorlage"),
    ]
