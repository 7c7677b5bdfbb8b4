"""Several machines may read the outbox of the index, each with indexes of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0018_speicherwahl")]

    operations = [
        migrations.CreateModel(
            name="IndexReader",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("xid", models.BigIntegerField()),
                ("seen_at", models.DateTimeField()),
            ],
            options={"db_table": "core_indexreader"},
        ),
    ]
