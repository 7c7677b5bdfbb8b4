"""Reading on time (Freigabe), and those who work in a unit as a principal of their own."""

from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_login"),
    ]

    operations = [
        migrations.AlterField(
            model_name="zoneentry",
            name="principal_kind",
            field=models.CharField(
                choices=[
                    ("person", "Person"),
                    ("einheit", "Organisationseinheit"),
                    ("mitarbeit", "Sachbearbeitung der Einheit, ohne ihre Leitung"),
                    ("leitung", "Leitung der Einheit und darüber"),
                    ("rolle", "Rolle"),
                    ("freigabe", "Freigabe zum Lesen auf Zeit"),
                    ("alle", "Alle Beschäftigten"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Freigabe",
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
                ("person_id", models.UUIDField()),
                ("object_kind", models.CharField(max_length=40)),
                ("object_id", models.UUIDField()),
                ("from_on", models.DateField(verbose_name="ab")),
                ("to_on", models.DateField(verbose_name="endet am")),
                ("reason", models.CharField(max_length=300, verbose_name="Grund")),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "person_id", "to_on"], name="freigabe_person"),
                    models.Index(fields=["tenant", "object_id"], name="freigabe_object"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gt", models.F("from_on"))),
                        name="freigabe_period",
                    )
                ],
            },
        ),
        SecureTable("Freigabe"),
        migrations.AddField(
            model_name="indexchange",
            name="is_moved",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
