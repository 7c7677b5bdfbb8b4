"""Who stands in for whom, and units that are an area of their own."""

import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


def _person(related_name, **options):
    return verbundakte.core.models.base.TenantForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to="organisation.person",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_second_lock")]

    operations = [
        migrations.AddField(
            "organisationseinheit",
            "is_geschuetzt",
            models.BooleanField(default=False, verbose_name="geschützter Bereich"),
        ),
        migrations.CreateModel(
            name="Vertretung",
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
                            ("abwesenheit", "Abwesenheit"),
                            ("allgemein", "Allgemeine Vertretung"),
                        ],
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="ab")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="endet am")),
                (
                    "is_persoenlich",
                    models.BooleanField(
                        default=False, verbose_name="auch wo sie persönlich genannt ist"
                    ),
                ),
                ("created_by", models.UUIDField(null=True)),
                ("person", _person("vertretungen", verbose_name="für")),
                ("vertreter", _person("vertritt")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "vertreter"], name="vertretung_vertreter"),
                    models.Index(fields=["tenant", "person"], name="vertretung_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="vertretung_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("vertreter")), _negated=True),
                        name="vertretung_by_another",
                    ),
                ],
            },
        ),
        SecureTable("Vertretung"),
    ]
