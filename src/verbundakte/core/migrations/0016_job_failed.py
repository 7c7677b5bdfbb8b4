"""Find work that failed without reading all of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0015_suchwoerter")]

    operations = [
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("finished_at", None), _negated=True)
                & models.Q(("error", ""), _negated=True),
                fields=["tenant", "-finished_at"],
                name="job_failed",
            ),
        ),
    ]
