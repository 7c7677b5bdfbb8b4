"""Write down as rules what zones told so far, and close secret files to the Leitung of their unit."""

from collections import defaultdict

from django.db import migrations

from verbundakte.core.access.zones import Grant, digest_of

PERSON, EINHEIT, MITARBEIT = "person", "einheit", "mitarbeit"
PLUS, NUR = "plus", "nur"


ROOMS = {"Organisationseinheit": "organisation"} | dict.fromkeys(
    ("Zone", "ZoneEntry", "IndexChange"), "core"
)


class Tables:
    """The tables as they are at this step, on the connection that migrates (all towns)."""

    def __init__(self, apps, schema_editor):
        self._apps, self._alias = apps, schema_editor.connection.alias

    def __getattr__(self, name):
        room = ROOMS.get(name, "akten")
        return self._apps.get_model(room, name).objects.using(self._alias)


def grants_by_zone(tables) -> dict:
    """Return {(tenant, zone): {(kind, id, level)}}."""
    found = defaultdict(set)
    entries = tables.ZoneEntry.all()
    for row in entries.iterator():
        key = (row.tenant, row.zone_id)
        found[key].add((row.principal_kind, row.principal_id, row.level))
    return found


def write_rule(tables, row, base: int, zones: dict, **about) -> None:
    """Write the rule that makes the zone of `row` from the one it would inherit."""
    if row.zone_id == base:
        return
    inherited, own = zones[row.tenant, base], zones[row.tenant, row.zone_id]
    is_plus = inherited <= own
    named = own - inherited if is_plus else own
    persons = [key for kind, key, level in named if kind == PERSON and level]
    tables.Zugriffsregel.create(
        tenant=row.tenant, choice=PLUS if is_plus else NUR, persons=persons, **about
    )


def write_rules(apps, schema_editor) -> None:
    """Akten and Vorgänge that do not simply inherit get their rule."""
    tables = Tables(apps, schema_editor)
    zones = grants_by_zone(tables)
    akten = tables.Akte.select_related("planeinheit", "parent")
    for row in akten.iterator():
        upper = row.parent or row.planeinheit
        write_rule(tables, row, upper.zone_id, zones, akte=row)
    vorgaenge = tables.Vorgang.select_related("akte", "parent")
    for row in vorgaenge.iterator():
        upper = row.parent or row.akte
        write_rule(tables, row, upper.zone_id, zones, vorgang=row)


def closed_zone(tables, tenant: int, old: int, grants: set) -> int:
    """Return the zone in which of a unit only those count who work on its files."""
    klasse = tables.Zone.values_list("geheimnisklasse", flat=True).get(pk=old)
    equals = set(
        tables.Organisationseinheit.filter(is_geschuetzt=True).values_list("pk", flat=True)
    )
    made = [
        Grant(MITARBEIT if kind == EINHEIT and key not in equals else kind, key, level)
        for kind, key, level in grants
    ]
    zone, is_new = tables.Zone.get_or_create(
        tenant=tenant, digest=digest_of(made, klasse), defaults={"geheimnisklasse": klasse}
    )
    if is_new:
        tables.ZoneEntry.bulk_create(
            tables.ZoneEntry.model(
                tenant=tenant,
                zone=zone,
                principal_kind=grant.kind,
                principal_id=grant.id,
                level=grant.level,
            )
            for grant in made
        )
    return zone.pk


def close_secret_files(apps, schema_editor) -> None:
    """Re-point what belongs to a Geheimnisklasse; the index makes its entries anew."""
    tables = Tables(apps, schema_editor)
    zones = grants_by_zone(tables)
    secret = {
        "Aktenplaneinheit": {"geheimnisklasse__gt": ""},
        "Akte": {"geheimnisklasse__gt": ""},
        "Vorgang": {"akte__geheimnisklasse__gt": ""},
        "Dokument": {"akte__geheimnisklasse__gt": ""},
    }
    for name, condition in secret.items():
        rows_of = getattr(tables, name)
        used = set(rows_of.filter(**condition).values_list("tenant", "zone_id"))
        for tenant, zone in used:
            if not any(kind == EINHEIT for kind, _, _ in zones[tenant, zone]):
                continue
            new = closed_zone(tables, tenant, zone, zones[tenant, zone])
            rows = rows_of.filter(tenant=tenant, zone_id=zone, **condition)
            ids = list(rows.values_list("pk", flat=True))
            rows_of.filter(pk__in=ids).update(zone_id=new)
            if name != "Aktenplaneinheit":
                tables.IndexChange.bulk_create(
                    tables.IndexChange.model(tenant=tenant, kind=name.lower(), object_id=key)
                    for key in ids
                )


class Migration(migrations.Migration):
    dependencies = [("akten", "0016_zugriff")]

    operations = [
        migrations.RunPython(write_rules, migrations.RunPython.noop),
        migrations.RunPython(close_secret_files, migrations.RunPython.noop),
    ]
