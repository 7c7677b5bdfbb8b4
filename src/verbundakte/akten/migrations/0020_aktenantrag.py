import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0019_ordner"),
    ]

    operations = [
        migrations.AddField(
            model_name="akte",
            name="trashed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="stapel",
            name="handlung",
            field=models.CharField(
                choices=[
                    ("sachbearbeitung", "Sachbearbeitung ändern"),
                    ("federfuehrung", "Federführung ändern"),
                    ("dokumenttyp", "Art ändern"),
                    ("verschiebung", "Verschieben"),
                    ("zda", "Zu den Akten verfügen"),
                    ("bestaetigung", "Beantragte Akten bestätigen"),
                    ("umlegung", "Inhalt in eine andere Akte legen"),
                    ("ablehnung", "Beantragte Akten ablehnen"),
                ],
                max_length=20,
                verbose_name="Handlung",
            ),
        ),
        migrations.CreateModel(
            name="Aktenantrag",
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
                    "hinweis",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="Hinweis an die Registratur"
                    ),
                ),
                ("vorlaeufig", models.CharField(blank=True, max_length=120)),
                ("requested_at", models.DateTimeField()),
                ("requested_by", models.UUIDField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                (
                    "entscheidung",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bestaetigt", "bestätigt"),
                            ("umgelegt", "in eine andere Akte gelegt"),
                            ("abgelehnt", "abgelehnt"),
                            ("zurueckgezogen", "zurückgezogen"),
                        ],
                        max_length=14,
                        verbose_name="Entscheidung",
                    ),
                ),
                ("grund", models.CharField(blank=True, max_length=500, verbose_name="Grund")),
                (
                    "akte",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="antraege",
                        to="akten.akte",
                    ),
                ),
                (
                    "ziel",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.akte",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at", None)),
                        fields=["tenant", "requested_at"],
                        name="aktenantrag_open",
                    ),
                    models.Index(
                        fields=["tenant", "requested_by", "-decided_at"], name="aktenantrag_own"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "akte"), name="aktenantrag_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("entscheidung", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("entscheidung", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="aktenantrag_decided",
                    ),
                ],
            },
        ),
        SecureTable("Aktenantrag"),
    ]
