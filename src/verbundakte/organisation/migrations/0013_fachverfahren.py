"""Connected programs that act with a role and a Stelle of their own."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.models.base
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0020_fachverfahren"),
        ("organisation", "0012_austritt"),
    ]

    operations = [
        migrations.CreateModel(
            name="Fachverfahren",
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
                ("bezeichnung", models.CharField(max_length=100, verbose_name="Bezeichnung")),
                ("zweck", models.TextField(blank=True, verbose_name="Zweck")),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        default=list,
                        size=None,
                        verbose_name="Umfang",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "person",
                    verbundakte.core.models.base.TenantOneToOneField(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fachverfahren",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("tenant", "bezeichnung"),
                        name="fachverfahren_bezeichnung",
                    )
                ],
            },
        ),
        SecureTable("Fachverfahren"),
    ]
