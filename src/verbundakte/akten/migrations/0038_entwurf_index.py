from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("akten", "0037_notfall"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dokument",
            index=models.Index(
                condition=models.Q(("is_entwurf", True)),
                fields=["tenant", "created_by", "-created_at"],
                name="dok_entwurf",
            ),
        ),
    ]
