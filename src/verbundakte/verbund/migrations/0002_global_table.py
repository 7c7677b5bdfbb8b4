"""Memberships stand between tenants: everybody reads and only adds or ends them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("verbund", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE DELETE ON verbund_mitgliedschaft FROM va_app", migrations.RunSQL.noop
        )
    ]
