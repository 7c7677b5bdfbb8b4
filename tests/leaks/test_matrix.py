"""Every door x everybody: the promised status, no word of what is not theirs, nothing changed."""

from uuid import UUID

import pytest
from django.urls import URLPattern, get_resolver, path
from django.utils import timezone

from tests.leaks.addresses import fill
from tests.leaks.doors import alike, cases_of, hidden_from, knock, label, told
from tests.leaks.matrix import API, JOBS, ROOT, TOWN
from tests.leaks.row import ALL, AMIRA, UNIT
from tests.leaks.world import BAIT, CAST, Visitor
from verbundakte import town_urls, urls
from verbundakte.akten.models import Vorgang, ZdaVerfuegung
from verbundakte.api.urls import api
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Job
from verbundakte.core.registry import registry
from verbundakte.core.search.service import Search, facets, search, suggestions
from verbundakte.core.tenancy.context import no_tenant, use_tenant

NOBODY = Visitor("")
# A few stand for all where the answer cannot depend on more than being inside or outside.
COMPARED = ("sachbearbeiter_ordnung", "registratur")
NEIGHBOURS = ("sachbearbeiterin", "fachadministration", "systemverwaltung")
CHANGES = [row for row in TOWN if row.method != "GET"]


def names_of(patterns, space="") -> set[str]:
    """Return the names of all urls, with their spaces."""
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            found.add(f"{space}{pattern.name}")
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= names_of(pattern.url_patterns, inner)
    return found


def test_every_door_has_a_row_and_every_row_a_door():
    assert names_of(town_urls.urlpatterns) == {row.name for row in TOWN}
    outside = {name for name in names_of(urls.urlpatterns) if not name.startswith("api:")}
    assert outside == set(ROOT)
    operations = {
        f"api:{operation['operationId'].rpartition('_api_')[2] or operation['operationId']}"
        for methods in api.get_openapi_schema()["paths"].values()
        for operation in methods.values()
    }
    assert len(operations) == len({row.name for row in API}) - 2


def test_a_planted_door_without_a_row_is_noticed(monkeypatch):
    planted = path("hintertuer/", lambda request: None, name="hintertuer")
    monkeypatch.setattr(town_urls, "urlpatterns", [*town_urls.urlpatterns, planted])
    assert names_of(town_urls.urlpatterns) - {row.name for row in TOWN} == {"hintertuer"}
    assert get_resolver("verbundakte.town_urls")


@pytest.mark.parametrize("row", TOWN, ids=label)
def test_everybody_of_the_town_gets_what_is_promised_and_no_word_more(world, row):
    for key in cases_of(row):
        for role in CAST:
            visitor, case = Visitor(role), key.strip()
            answer = knock(world, row, key, visitor)
            assert answer.status == row.promised(role, case), (role, case, told(answer)[-600:])
            said = str(row.body(world, world.cases[case or "o"]))  # what one types comes back
            hidden = [secret for secret in hidden_from(world, visitor) if secret not in said]
            leaks = [secret for secret in hidden if secret in told(answer)]
            assert not leaks, (role, case, leaks)
            if not row.allowed(role, case):
                assert not answer.changed, (role, case)
            if answer.status == 404 and case and role in COMPARED and "{" in row.path:
                unknown = knock(world, row, key, visitor, unknown=True)
                assert alike(answer) == alike(unknown), (role, case)


@pytest.mark.parametrize("row", TOWN, ids=label)
def test_the_neighbouring_town_gets_nothing_here_and_nothing_at_home(world, row):
    key = cases_of(row)[0]
    for role in NEIGHBOURS:
        visitor = Visitor(role, "beispielhausen")
        here = knock(world, row, key, visitor)
        at_home = knock(world, row, key, visitor, town="beispielhausen")
        if not (row.public or row.name.startswith("api:openapi")):
            assert here.status == 404, role
        if row.cases or row.name in ("web:auftrag", "akten:upload", "akten:upload-teile"):
            assert at_home.status == 404, role
        for answer in (here, at_home):
            own = row.own or row.name == "organisation:zugangsschluessel"
            assert (own and answer is at_home) or not answer.changed, role
            assert not [word for word in hidden_from(world, visitor) if word in told(answer)], role
        if at_home.status == 404 and "{" in row.path and role == NEIGHBOURS[0]:
            unknown = knock(world, row, key, visitor, town="beispielhausen", unknown=True)
            assert alike(at_home) == alike(unknown)


@pytest.mark.parametrize("row", TOWN, ids=label)
def test_without_a_login_there_is_only_the_way_to_it(world, row):
    for key in cases_of(row):
        answer = knock(world, row, key, NOBODY)
        assert answer.status == row.anonymous
        if answer.status == 302 and row.name != "web:abmelden":
            assert answer.headers["Location"].startswith("/musterstadt/anmelden/?next=")
        assert not answer.changed
        assert not [word for word in world.secrets_of(world.cases) if word in told(answer)]


@pytest.mark.parametrize("row", [row for row in TOWN if row.cases], ids=label)
def test_a_right_taken_away_a_moment_ago_opens_nothing(world, row):
    amira = Visitor("sachbearbeiterin")
    for change, kept in ((world.take_away_roles, ""), (world.move_away, "n")):
        with world.for_now():
            change("sachbearbeiterin")
            for key in row.cases.replace(kept or " ", ""):
                answer = knock(world, row, key, amira)
                assert answer.status in (404, 403), (change.__name__, key)
                words = world.secrets_of(set(world.cases) - set(kept))
                assert not [word for word in words if word in told(answer)]
                assert not answer.changed


@pytest.mark.parametrize("row", [row for row in TOWN if not row.cases], ids=label)
def test_lists_forget_at_once_what_may_no_longer_be_seen(world, row):
    with world.for_now():
        world.take_away_roles("sachbearbeiterin")
        answer = knock(world, row, " ", Visitor("sachbearbeiterin"))
    words = [] if row.own else world.secrets_of(world.cases)
    assert not [word for word in words if word in told(answer)]
    assert answer.status < 500


@pytest.mark.parametrize("row", [row for row in CHANGES if not row.is_api], ids=label)
def test_a_change_needs_a_form_of_this_house_and_its_method(world, row):
    key = cases_of(row)[0]
    asked = {"sachbearbeiterin", "registratur", "fachadministration", "datenschutz"}
    for role in sorted(row.who & asked):
        forged = knock(world, row, key, Visitor(role), enforce_csrf_checks=True)
        assert (forged.status, forged.changed) == (403, False)
    has_page = any(other.method == "GET" and other.name == row.name for other in TOWN)
    if not has_page:
        address = f"/musterstadt/{fill(world, row, key.strip())}"
        asked = world.knock(Visitor("sachbearbeiterin"), "GET", address)
        assert asked.status == 405


@pytest.mark.parametrize(
    "row", [row for row in CHANGES if row.status < 300 or row.status == 302], ids=label
)
def test_a_change_that_is_allowed_happens(world, row):
    role = sorted(row.who)[0] if len(row.who) == 1 else "sachbearbeiterin"
    for key in cases_of(row):
        if key not in row.quiet and row.allowed(role, key.strip()):
            assert knock(world, row, key, Visitor(role)).changed, key


@pytest.mark.parametrize("name", ROOT)
def test_outside_of_all_towns_nothing_is_told(world, name):
    method, address, with_login, without = ROOT[name]
    for visitor, status in ((Visitor("datenschutz"), with_login), (NOBODY, without)):
        if name == "web:stadt" and visitor.role:
            status = 200
        answer = world.knock(visitor, method, address)
        assert answer.status == status
        assert not [word for word in world.secrets_of(world.cases) if word in told(answer)]


@pytest.mark.parametrize("row", API, ids=label)
def test_the_api_is_the_same_with_and_without_the_town_in_its_address(world, row):
    key = cases_of(row)[-1]
    for role in (NEIGHBOURS[0], *COMPARED):
        case = world.cases[key if key.strip() else "o"]
        body = None if row.method == "GET" else row.body(world, case)
        address = f"/{fill(world, row, key.strip())}"
        answer = world.knock(Visitor(role), row.method, address, body, is_api=True)
        assert answer.status == row.promised(role, key.strip()), role
        assert not [word for word in hidden_from(world, Visitor(role)) if word in told(answer)]


def test_search_facets_suggestions_and_corrections_tell_only_what_is_theirs(world):
    for role in CAST:
        with use_tenant(world.home.tenant.pk):
            actor = getattr(world.home, role)
            found = search(actor, Search(BAIT))
            counts = facets(actor, Search(BAIT), ["dokumenttyp", "jahr", "einheit"])
            words = suggestions(actor, "mk", 100)
            better = [search(actor, Search(word[:-1])).better for word in world.secrets_of("ns")]
        hidden = [word.casefold() for word in hidden_from(world, Visitor(role))]
        spoken = " ".join([str(found), *words, *better]).casefold()
        assert not [word for word in hidden if word in spoken], role
        if role not in UNIT:
            assert (found.count, [row for rows in counts.values() for row in rows]) == (0, [])
    assert "Mkndokument" in suggestions_of(world, "sachbearbeiterin")


def suggestions_of(world, role: str) -> list[str]:
    """Return what a role is offered while typing."""
    with use_tenant(world.home.tenant.pk):
        return suggestions(getattr(world.home, role), "Mk", 100)


def test_every_marker_is_shown_to_who_may_see_it(world):
    """Otherwise the absence of a marker elsewhere would prove nothing."""
    shown = ""
    for row in TOWN:
        if row.method == "GET" and (row.cases or row.who == AMIRA):
            for key in cases_of(row):
                shown += told(knock(world, row, key, Visitor("sachbearbeiterin")))
    missing = [word for word in world.secrets_of("ons") if word not in shown]
    assert missing in ([], ["Mknakte"])


def test_every_job_has_a_row_and_exactly_the_promised_rights(world):
    promised = {kind: row.permissions for kind, row in JOBS.items()}
    assert {kind: set(job.permissions) for kind, job in registry.jobs.items()} == promised
    for job in registry.jobs.values():
        actor = job.actor(world.job)
        assert (actor.kind, actor.id) == ("system", f"job:{job.kind}")
        assert not any(
            actor.may(right, None) for right in registry.permissions if right not in job.permissions
        )


@pytest.mark.parametrize("kind", sorted(JOBS))
def test_a_job_with_ids_of_another_town_does_nothing(world, kind):
    args = JOBS[kind].args(world)
    tenant = world.towns["beispielhausen"].tenant.pk
    with world.for_now():
        before = world.tally()
        with use_tenant(tenant):
            row = Job.objects.create(kind=kind, label="", args=args, starter_kind="person",
                                     starter_id="x")  # fmt: skip
            events = AuditEvent.objects.count()
        with no_tenant():
            run_job(tenant, UUID(str(row.pk)))
        with use_tenant(tenant):
            row.refresh_from_db()
            assert row.error == JOBS[kind].error
            assert AuditEvent.objects.count() == events
        assert world.tally() == before


def test_nobody_is_left_out_of_the_matrix(world):
    assert set(world.home.persons) == set(ALL)


def test_closing_an_akte_does_not_name_what_keeps_it_open_unseen(world):
    with world.for_now():
        with use_tenant(world.home.tenant.pk):
            hidden, akte = world.cases["n"].vorgang, world.cases["o"].akte
            for each in Vorgang.objects.filter(akte=akte).in_progress().exclude(pk=hidden.pk):
                ZdaVerfuegung.objects.create(
                    vorgang=each,
                    closed_on=timezone.localdate(),
                    closed_at=timezone.now(),
                    closed_by=world.home.persons["sachbearbeiterin"],
                )
        row = next(row for row in CHANGES if row.name == "akten:akte-zda-verfuegung")
        answer = knock(world, row, "o", Visitor("registratur"))
    assert answer.status == 422
    assert "nicht sehen dürfen" in told(answer)
    assert not [word for word in world.secrets_of("n") if word in told(answer)]
