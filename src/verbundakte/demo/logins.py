"""Who can log in to the demo. One password for all, easy to type: nothing here is secret."""

from verbundakte.demo.world import ROLES, DemoWorld, Person, Town

PASSWORD = "verbundakte-demo"  # noqa: S105
VERBUND_SLUG, VERBUND_LOGIN = "verbund-probe", "verbund.probe"


def demo_logins(world: DemoWorld) -> list[dict[str, str]]:
    """Return the logins of all towns, by role; in each role the busiest person first."""
    found = [
        _login(town.slug, person.login, person.roles[0])
        for town in world.towns
        for person in sorted(town.personen, key=lambda person: _order(town, person))
    ]
    return [*found, _login(VERBUND_SLUG, VERBUND_LOGIN, "fachadministration")]


def _login(tenant: str, login: str, role: str) -> dict[str, str]:
    return {"tenant": tenant, "login": login, "role": role, "password": PASSWORD}


def _order(town: Town, person: Person) -> tuple[int, int]:
    vorgaenge = [vorgang for akte in town.akten for vorgang in akte.vorgaenge]
    own = [vorgang for vorgang in vorgaenge if vorgang.bearbeiter == person.login]
    return ROLES.index(person.roles[0]), -sum(len(vorgang.dokumente) for vorgang in own)
