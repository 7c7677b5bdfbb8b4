"""Founding a tenant, joining a Verbund, issuing a token: what commands and the demo call."""

import json
from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest

from verbundakte.cli.problems import Problem
from verbundakte.core import audit
from verbundakte.core.clock import now
from verbundakte.core.models import Account, AuditEvent, Membership, Tenant
from verbundakte.core.tenancy.context import no_tenant, use_tenant
from verbundakte.organisation.accounts import authenticate_login, resolve_token
from verbundakte.organisation.actions import LoginTaken
from verbundakte.organisation.actions.anmeldedienst import MetadataWrong
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Anmeldedienst, Organisationseinheit, Person, Rolle
from verbundakte.organisation.samples import STANDARD_ROLLEN
from verbundakte.standards.tests.saml_idp import ENTITY, Idp
from verbundakte.verbund import queries, services
from verbundakte.verbund.actions import AlreadyMember, NotAVerbund
from verbundakte.verbund.models import Mitgliedschaft

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def cheap_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def installation(db, towns):
    with no_tenant():
        yield towns


def found(slug="neustadt", login="erste", **more):
    return services.found_tenant("Neustadt", slug, admin_login=login, on=DAY, **more)


def test_a_new_town_has_roles_a_unit_and_a_person_who_may_administer():
    founded = found(ags="00000001")
    with use_tenant(founded.tenant.pk):
        assert Rolle.objects.valid_on(DAY).count() == len(STANDARD_ROLLEN)
        assert Organisationseinheit.objects.get().name == "Hauptamt"
        actor = load_actor(founded.person.pk, on=DAY)
        assert actor.may("organisation.rolle:assign", None)
        assert actor.may("core.status:read", None)
        assert not actor.may("akten.akte:read", None)


def test_the_first_person_can_log_in():
    founded = found(login="Erste.Person")
    account = authenticate_login("erste.person", founded.password, address="192.0.2.1")
    assert account.memberships.get().tenant == founded.tenant


def test_founding_is_written_into_the_chain_of_the_new_town(settle):
    founded = found()
    with use_tenant(founded.tenant.pk):
        settle()
        event = AuditEvent.objects.get(name="verbund.tenant.created")
        assert event.subject_id == founded.tenant.uuid
        checked, problems = audit.verify_chain()
        assert checked > 20 and not problems


def test_a_slug_is_given_once():
    found()
    with pytest.raises(services.SlugTaken, match="„neustadt“ ist vergeben"):
        found(login="zweite")
    assert not Account.objects.filter(login="zweite").exists()


def test_a_login_that_exists_leaves_no_half_town():
    found()
    with pytest.raises(LoginTaken):
        found(slug="andernorts")
    assert not Tenant.objects.filter(slug="andernorts").exists()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"slug": "api"}, services.SlugTaken),
        ({"slug": "Groß"}, services.SlugMalformed),
        ({"slug": "a"}, services.SlugMalformed),
        ({"ags": "12"}, services.AgsMalformed),
        ({"kind": "dorf"}, services.KindUnknown),
    ],
)
def test_what_is_malformed_is_refused(change, refusal):
    with pytest.raises(refusal) as caught:
        found(**change)
    assert caught.value.message.endswith(".")


def test_towns_join_a_verbund(towns):
    founded = services.found_tenant("Verbund", "bund", admin_login="bund", kind="verbund", on=DAY)
    services.join_verbund("bund", "musterstadt", from_on=DAY)
    services.join_verbund("bund", "beispielhausen", from_on=DAY)
    with pytest.raises(AlreadyMember):
        services.join_verbund("bund", "musterstadt", from_on=DAY)
    with pytest.raises(NotAVerbund):
        services.join_verbund("musterstadt", "beispielhausen", from_on=DAY)
    town = towns["musterstadt"]
    admin = town.fachadministration
    with use_tenant(town.tenant.pk):
        (entry,) = queries.list_verbuende(admin, on=DAY)
        names = [row.member.name for row in entry.mitgliedschaften]
        assert (entry.verbund, names) == (founded.tenant, ["Beispielhausen", "Stadt Musterstadt"])
        assert not queries.list_verbuende(admin, on=DAY - timedelta(days=1))
        assert not queries.list_verbuende(town.sachbearbeiterin, on=DAY)


def test_a_town_outside_sees_no_members(towns):
    services.found_tenant("Verbund", "bund", admin_login="bund", kind="verbund", on=DAY)
    services.join_verbund("bund", "beispielhausen", from_on=DAY)
    town = towns["musterstadt"]
    with use_tenant(town.tenant.pk):
        assert not queries.list_verbuende(town.fachadministration, on=DAY)
    assert Mitgliedschaft.objects.count() == 1


def test_a_token_is_issued_for_a_login_of_the_town():
    founded = found()
    token = services.issue_token("erste", "neustadt")
    assert resolve_token(token).membership.tenant == founded.tenant
    with pytest.raises(services.LoginUnknown):
        services.issue_token("niemand", "neustadt")
    with pytest.raises(services.LoginUnknown):
        services.issue_token("erste", "musterstadt")
    with pytest.raises(services.TenantUnknown):
        services.issue_token("erste", "nirgends")


def test_somebody_who_left_gets_no_token():
    founded = found()
    with use_tenant(founded.tenant.pk):
        Person.objects.update(is_active=False)
    with pytest.raises(services.LoginUnknown):
        services.issue_token("erste", "neustadt")


def test_the_command_prints_what_scripts_read(capsys):
    command = import_module("verbundakte.cli.tenant")
    founding = {"name": "Neustadt", "slug": "neustadt", "ags": "", "kind": "gemeinde"}
    options = SimpleNamespace(verb="create", admin="erste", json=True, **founding)
    assert command.run(options) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["tenant"], printed["login"]) == ("neustadt", "erste")
    assert Membership.objects.filter(account__login="erste").exists()
    token = import_module("verbundakte.cli.token")
    token.run(SimpleNamespace(login="erste", tenant="neustadt", name="Skript", days=30, scope=[]))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 and resolve_token(lines[0])


def test_the_directory_service_of_a_tenant_is_set_up_by_a_command(towns):
    services.set_directory(
        "musterstadt",
        secret="geheim-wie-nichts",
        label="Dienstkonto",
        issuer="https://idp.example.org",
        client_id="akten",
        proves_second_factor=True,
        is_active=True,
    )
    with use_tenant(towns["musterstadt"].tenant.pk):
        service = Anmeldedienst.objects.get()
    assert (service.issuer, service.is_active) == ("https://idp.example.org", True)
    assert "geheim-wie-nichts" not in service.secret


def test_the_same_goes_for_saml_and_files_that_are_no_metadata_are_refused(towns, tmp_path, capsys):
    command = import_module("verbundakte.cli.saml")
    path = tmp_path / "metadaten.xml"
    options = {
        "tenant": "musterstadt",
        "metadata": path,
        "own_address": "https://akte.example.org/musterstadt/",
        "attribute": "",
        "label": "Dienstkonto",
        "second_factor": False,
    }
    with pytest.raises(Problem, match="lässt sich nicht lesen"):
        command.run(SimpleNamespace(**options))
    path.write_text("<unsinn/>")
    with pytest.raises(MetadataWrong):
        command.run(SimpleNamespace(**options))
    path.write_bytes(Idp(now()).metadata())
    with pytest.raises(Problem, match="https"):
        command.run(SimpleNamespace(**options | {"own_address": "http://akte.example.org/m"}))
    assert command.run(SimpleNamespace(**options)) == 0
    assert f"Der Anmeldedienst {ENTITY} gilt jetzt für musterstadt." in capsys.readouterr().out
    assert command.run(SimpleNamespace(**options | {"metadata": None, "label": "Neu"})) == 0
    with use_tenant(towns["musterstadt"].tenant.pk):
        service = Anmeldedienst.objects.get()
    assert (service.kind, service.label, service.issuer) == ("saml", "Neu", ENTITY)
    assert service.own_address == "https://akte.example.org/musterstadt"
    assert service.certificates.count("BEGIN CERTIFICATE") == 2
