"""A directory service may also speak SAML; what it proved is kept until it is used."""

from django.db import migrations, models

import verbundakte.core.ids
import verbundakte.core.tenancy.context
from verbundakte.core.db.operations import SecureTable


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0008_einspielung"),
    ]

    operations = [
        migrations.AddField(
            model_name="anmeldedienst",
            name="attribute",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="Merkmal mit der Kennung"
            ),
        ),
        migrations.AddField(
            model_name="anmeldedienst",
            name="certificates",
            field=models.TextField(blank=True, verbose_name="Zertifikate des Dienstes"),
        ),
        migrations.AddField(
            model_name="anmeldedienst",
            name="kind",
            field=models.CharField(
                choices=[("oidc", "OpenID Connect"), ("saml", "SAML 2.0")],
                default="oidc",
                max_length=4,
                verbose_name="Art",
            ),
        ),
        migrations.AddField(
            model_name="anmeldedienst",
            name="login_url",
            field=models.URLField(
                blank=True, max_length=500, verbose_name="Anmeldeadresse des Dienstes"
            ),
        ),
        migrations.AddField(
            model_name="anmeldedienst",
            name="own_address",
            field=models.URLField(blank=True, verbose_name="Adresse von Verbundakte"),
        ),
        migrations.AlterField(
            model_name="aeusserekennung",
            name="issuer",
            field=models.CharField(max_length=200),
        ),
        migrations.AlterField(
            model_name="anmeldedienst",
            name="client_id",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="Kennung der Anwendung"
            ),
        ),
        migrations.AlterField(
            model_name="anmeldedienst",
            name="issuer",
            field=models.CharField(max_length=200, verbose_name="Name des Dienstes"),
        ),
        migrations.AlterField(
            model_name="anmeldedienst",
            name="secret",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.CreateModel(
            name="Anmeldeantwort",
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
                ("issuer", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("request", models.CharField(max_length=64)),
                ("subject", models.CharField(max_length=255)),
                ("until_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tenant", "until_at"], name="anmeldeantwort_until")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "digest"), name="anmeldeantwort_once"
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "request"), name="anmeldeantwort_request"
                    ),
                ],
            },
        ),
        SecureTable("Anmeldeantwort"),
    ]
