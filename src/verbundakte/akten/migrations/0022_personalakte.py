import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0021_felder_in_listen"),
        ("organisation", "0009_saml"),
    ]

    operations = [
        migrations.AlterField(
            model_name="akteneinsicht",
            name="rechtsgrund",
            field=models.CharField(
                choices=[
                    ("vwvfg", "Beteiligter (§ 29 VwVfG)"),
                    ("sgbx", "Beteiligter (§ 25 SGB X)"),
                    ("vwgo", "Vorlage beim Gericht (§ 99 VwGO)"),
                    ("ifg", "Informationsfreiheit (IFG, UIG, VIG)"),
                    ("aufsicht", "Aufsicht oder Prüfung"),
                    ("personal", "Beschäftigte, eigene Personalakte"),
                    ("sonstiger", "anderer Rechtsgrund"),
                ],
                max_length=20,
                verbose_name="Rechtsgrund",
            ),
        ),
        migrations.CreateModel(
            name="Personalakte",
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
                    "teil",
                    models.CharField(
                        choices=[
                            ("grundakte", "Grundakte"),
                            ("teilakte", "Teilakte"),
                            ("nebenakte", "Nebenakte"),
                            ("beihilfe", "Beihilfeakte"),
                        ],
                        max_length=10,
                        verbose_name="Teil",
                    ),
                ),
                (
                    "akte",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="personalakten",
                        to="akten.akte",
                    ),
                ),
                (
                    "kontakt",
                    verbundakte.core.models.base.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="akten.kontakt",
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
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["tenant", "person"], name="personalakte_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "akte"), name="personalakte_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kontakt__isnull", False), ("person", None)),
                            models.Q(("kontakt", None), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="personalakte_one_owner",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("teil", "grundakte"), models.Q(("person", None), _negated=True)
                        ),
                        fields=("tenant", "person"),
                        name="personalakte_one_of_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("teil", "grundakte"), models.Q(("kontakt", None), _negated=True)
                        ),
                        fields=("tenant", "kontakt"),
                        name="personalakte_one_of_kontakt",
                    ),
                ],
            },
        ),
        SecureTable("Personalakte"),
    ]
