"""Changes of the organisation change the marks by which rights are known."""

from django.db import migrations

from verbundakte.core.db.operations import NoteRights

FIRST = """
INSERT INTO core_rechtestand (tenant_id, marke) SELECT id, gen_random_uuid() FROM core_tenant;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0014_vertretung_arten"),
        ("core", "0024_rechtestand"),
    ]

    operations = [
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        NoteRights(
            "organisation_person",
            "organisation_austritt",
            "organisation_organisationseinheit",
            "organisation_nachfolge",
            "organisation_stelle",
            "organisation_stellenbesetzung",
            "organisation_rolle",
            "organisation_rollenzuweisung",
            "organisation_vertretung",
            "organisation_pruefauftrag",
        ),
    ]
