from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0035_seitenauftrag"),
    ]

    operations = [
        migrations.AddField(
            model_name="fassung",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="fassung",
            name="withdrawn_because",
            field=models.CharField(blank=True, db_default="", max_length=300, verbose_name="Grund"),
        ),
        migrations.AddField(
            model_name="fassung",
            name="withdrawn_by",
            field=models.UUIDField(null=True),
        ),
    ]
