"""A job knows its place in the queue, so that it can come before others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0012_baustein_news")]

    operations = [
        migrations.AddField("job", "queued", models.BigIntegerField(null=True)),
    ]
