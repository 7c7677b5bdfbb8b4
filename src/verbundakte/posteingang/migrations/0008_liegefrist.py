"""How long post may lie before its head is told; what was learned is learned anew, by new features."""

from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable

LEARN_ANEW = "UPDATE posteingang_lernstand SET is_walked = false, walked_to = NULL"


class Migration(migrations.Migration):
    dependencies = [("posteingang", "0007_postmappe")]

    operations = [
        migrations.CreateModel(
            name="Liegefrist",
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
                ("bezeichnung", models.CharField(max_length=120, verbose_name="Bezeichnung")),
                (
                    "tage",
                    models.PositiveSmallIntegerField(verbose_name="Tage bis zum Hinweis"),
                ),
                ("valid_from", models.DateField(verbose_name="gilt ab")),
                ("valid_to", models.DateField(null=True, verbose_name="gilt nicht mehr ab")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "key", "version"), name="liegefrist_version"
                    )
                ],
            },
        ),
        SecureTable("Liegefrist"),
        migrations.RunSQL(LEARN_ANEW, migrations.RunSQL.noop),
    ]
