"""Second factors, recovery codes, devices: what a person does for herself, and who is held up."""

import base64
import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from verbundakte.core.clock import now
from verbundakte.core.models import (
    Account,
    AuditDetail,
    AuditEvent,
    Membership,
    RecoveryCode,
    Session,
    TotpDevice,
)
from verbundakte.core.secrets import unseal
from verbundakte.core.tenancy.context import no_tenant, use_tenant
from verbundakte.organisation.accounts.factors import TOTP
from verbundakte.organisation.bausteine import RolleSpec
from verbundakte.organisation.models import Rolle
from verbundakte.settings import PASSWORD_HASHERS
from verbundakte.standards import totp

PASSWORD = "lindenallee-carport-7"
TOWN = "/musterstadt/"
PAGE = f"{TOWN}organisation/sicherheit/"
STEP = f"{TOWN}anmelden/zweiter-faktor/"
CODES = re.compile(r'<code class="va-code">([a-z0-9-]{14})</code>')
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def cheap_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def amira(towns):
    account = Account.objects.get(login="sachbearbeiterin.musterstadt")
    account.set_password(PASSWORD)
    account.save()
    return account


def log_in(town=TOWN, login="sachbearbeiterin.musterstadt", **more):
    client = Client(headers={"user-agent": FIREFOX})
    answer = client.post(f"{town}anmelden/", {"login": login, "password": PASSWORD, **more})
    return client, answer


def code_now(account):
    """Return the code an app shows after the one that was used last."""
    device = TotpDevice.objects.get(account=account)
    return totp.code_for(unseal(TOTP, device.secret), device.last_step + 1)


def set_up_app(client):
    """Set up an app like a person would; return the recovery codes."""
    page = client.get(f"{PAGE}app/").content.decode()
    typed = re.search(r'<code class="va-code">([A-Z2-7 ]+)</code>', page).group(1)
    secret = base64.b32decode(typed.replace(" ", ""))
    answer = client.post(f"{PAGE}app/", {"code": totp.code_for(secret, totp.step_of(now()))})
    assert answer.status_code == 200, answer
    return CODES.findall(answer.content.decode())


@pytest.fixture
def with_app(amira):
    """A browser whose person has just set up her app, and her recovery codes."""
    client, _ = log_in()
    return client, set_up_app(client)


def test_argon2_is_at_least_as_costly_as_owasp_asks():
    assert PASSWORD_HASHERS[0] == f"{Argon2PasswordHasher.__module__}.Argon2PasswordHasher"
    hasher = Argon2PasswordHasher()
    assert hasher.memory_cost >= 19 * 1024
    assert hasher.time_cost >= 2


@pytest.mark.parametrize(
    "password",
    [
        "Passwort1234!",
        "Sommer2026!!!!",
        "Rathaus-2026-11",
        "aaaaaaaaaaaaaa",
        "P@sswort!2345",
        "kurz",
        "123456789012",
        "sachbearbeiterin.musterstadt",
        "WillkommenWillkommen",
    ],
)
def test_common_passwords_are_refused_however_lengthened(amira, password):
    with pytest.raises(ValidationError):
        validate_password(password, amira)


def test_three_words_are_a_good_password(amira):
    validate_password("lampe-wiese-fahrrad", amira)


def test_an_app_is_set_up_and_asked_for_at_the_next_login(with_app, amira):
    first, codes = with_app
    assert len(codes) == 10
    client, answer = log_in()
    assert answer["Location"].startswith(STEP)
    assert client.get(TOWN).status_code == 302
    answer = client.post(STEP, {"code": code_now(amira)})
    assert answer["Location"] == TOWN
    assert client.get(TOWN).status_code == 200
    assert first.get(TOWN).status_code == 200


def test_what_was_wanted_survives_both_steps(with_app, amira):
    client = Client()
    answer = client.post(
        f"{TOWN}anmelden/?next=/musterstadt/suche/", {"login": amira.login, "password": PASSWORD}
    )
    answer = client.post(answer["Location"], {"code": code_now(amira)})
    assert answer["Location"] == "/musterstadt/suche/"


def test_the_same_code_never_works_twice(with_app, amira):
    code = code_now(amira)
    for expected in (302, 422):
        client, _ = log_in()
        assert client.post(STEP, {"code": code}).status_code == expected


def test_a_recovery_code_works_once_also_typed_otherwise(with_app):
    _, codes = with_app
    typed = codes[0].upper().replace("-", " ")
    for expected in (302, 422):
        client, _ = log_in()
        assert client.post(STEP, {"code": typed}).status_code == expected
    assert RecoveryCode.objects.filter(used_at=None).count() == 9
    assert not RecoveryCode.objects.filter(digest__contains=codes[1]).exists()


@pytest.mark.parametrize("code", ["000000", "abcd-efgh-jkmn", "²³¹²³¹", "x" * 40, "0" * 40])
def test_a_wrong_code_says_what_to_do(with_app, code):
    client, _ = log_in()
    answer = client.post(STEP, {"code": code})
    assert answer.status_code == 422
    assert "Der Code stimmt nicht oder wurde schon benutzt." in answer.content.decode()


def test_guessing_codes_is_limited_per_account(with_app, amira):
    for _ in range(5):
        client, _ = log_in()
        client.post(STEP, {"code": "000000"})
    client, _ = log_in()
    answer = client.post(STEP, {"code": code_now(amira)})
    assert answer.status_code == 429
    assert "Warten Sie" in answer.content.decode()


def test_the_password_alone_opens_nothing_and_waits_ten_minutes(with_app, amira):
    client, _ = log_in()
    assert client.get(PAGE).status_code == 302
    session = client.session
    session["va_waiting"] |= {"at": (now() - timedelta(minutes=11)).isoformat()}
    session.save()
    answer = client.post(STEP, {"code": code_now(amira)})
    assert answer["Location"] == f"{TOWN}anmelden/"


def test_an_older_session_shows_the_factor_before_it_changes_anything(amira):
    older, _ = log_in()
    newer, _ = log_in()
    set_up_app(newer)
    answer = older.get(PAGE)
    assert answer["Location"].startswith(STEP)
    assert older.post(f"{PAGE}app/ende/").status_code == 302
    assert TotpDevice.objects.count() == 1
    answer = older.post(answer["Location"], {"code": code_now(amira)})
    assert older.get(answer["Location"]).status_code == 200


def test_removing_the_last_factor_removes_the_codes_too(with_app):
    client, _ = with_app
    page = client.get(f"{PAGE}app/ende/").content.decode()
    assert "Danach genügt wieder das Kennwort allein" in page
    assert client.post(f"{PAGE}app/ende/")["Location"] == PAGE
    assert not TotpDevice.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert client.post(f"{PAGE}app/ende/").status_code == 404


def test_new_recovery_codes_void_the_old_ones(with_app):
    client, old = with_app
    answer = client.post(f"{PAGE}wiederherstellungscodes/")
    new = CODES.findall(answer.content.decode())
    assert len(new) == 10
    assert not set(old) & set(new)
    client, _ = log_in()
    assert client.post(STEP, {"code": old[0]}).status_code == 422
    assert client.post(STEP, {"code": new[0]}).status_code == 302


def test_every_act_stands_in_the_log_without_a_secret(with_app, musterstadt):
    client, codes = with_app
    with no_tenant():
        client.post(f"{PAGE}wiederherstellungscodes/")
        client.post(f"{PAGE}app/ende/")
    names = list(AuditEvent.objects.order_by("at").values_list("name", flat=True))
    assert names[-3:] == [
        "organisation.faktor.added",
        "organisation.wiederherstellung.renewed",
        "organisation.faktor.removed",
    ]
    told = " ".join(str(row) for row in AuditDetail.objects.values_list("old", "new"))
    assert not [code for code in codes if code in told]


def demand_factor(role="Sachbearbeitung"):
    Rolle.objects.filter(bezeichnung=role).update(needs_second_factor=True)


def test_whose_role_demands_a_factor_sets_one_up_before_anything_else(amira, musterstadt):
    demand_factor()
    with no_tenant():
        client, _ = log_in()
        answer = client.get(f"{TOWN}suche/?q=hund")
        assert answer["Location"].startswith(PAGE)
        page = client.get(answer["Location"]).content.decode()
        assert "Richten Sie einen zweiten Faktor ein" in page
        assert client.post(f"{TOWN}konto/ansicht/", {"theme": "dark"}).status_code == 302
        amira.refresh_from_db()
        assert amira.theme == ""
        set_up_app(client)
        assert client.get(f"{TOWN}suche/?q=hund").status_code == 200


def test_a_town_that_demands_a_factor_asks_when_one_switches_to_it(amira, towns):
    neighbour = towns["beispielhausen"]
    Membership.objects.create(
        account=amira, tenant=neighbour.tenant, person_id=neighbour.persons["leitung"]
    )
    with use_tenant(neighbour.tenant.pk):
        Rolle.objects.update(needs_second_factor=True)
    older, _ = log_in()
    with no_tenant():
        newer, _ = log_in()
        set_up_app(newer)
        assert older.get(TOWN).status_code == 200
        answer = older.get("/beispielhausen/")
        assert answer["Location"].startswith("/beispielhausen/anmelden/zweiter-faktor/")
        answer = older.post(answer["Location"], {"code": code_now(amira)})
        assert answer["Location"] == "/beispielhausen/"
        assert older.get("/beispielhausen/").status_code == 200


def test_the_specification_of_a_role_can_demand_a_factor():
    spec = RolleSpec.read({"bezeichnung": "Kasse", "needs_second_factor": True})
    assert spec.needs_second_factor
    assert not RolleSpec.read({"bezeichnung": "Kasse"}).needs_second_factor


def test_devices_are_listed_and_one_is_ended_at_once(amira):
    here, _ = log_in()
    there, _ = log_in()
    page = here.get(PAGE).content.decode()
    assert page.count("Firefox unter Linux") >= 2
    assert "dieses Gerät" in page
    other = Session.objects.get(pk=there.session.session_key)
    assert here.post(f"{PAGE}geraete/{other.public_id}/ende/").status_code == 302
    assert there.get(TOWN).status_code == 302
    assert here.get(TOWN).status_code == 200
    assert here.post(f"{PAGE}geraete/{other.public_id}/ende/").status_code == 404


def test_nobody_ends_a_device_of_somebody_else(amira, towns):
    here, _ = log_in()
    stranger = towns["musterstadt"].client("leitung")
    row = Session.objects.get(pk=here.session.session_key)
    assert stranger.post(f"{PAGE}geraete/{row.public_id}/ende/").status_code == 404
    assert here.get(TOWN).status_code == 200


def test_logging_out_everywhere_ends_this_device_too(amira):
    here, _ = log_in()
    there, _ = log_in()
    assert here.post(f"{PAGE}geraete/ende/")["Location"] == f"{TOWN}anmelden/"
    assert [client.get(TOWN).status_code for client in (here, there)] == [302, 302]
    assert not Session.objects.filter(account=amira).exists()


def test_a_new_password_ends_all_other_sessions(amira):
    here, _ = log_in()
    there, _ = log_in()
    wrong = here.post(f"{PAGE}kennwort/", {"old": "falsch", "new": "lampe-wiese-fahrrad"})
    assert wrong.status_code == 422
    good = here.post(f"{PAGE}kennwort/", {"old": PASSWORD, "new": "lampe-wiese-fahrrad"})
    assert good.status_code == 302
    assert here.get(TOWN).status_code == 200
    assert there.get(TOWN).status_code == 302
    assert Session.objects.filter(account=amira).count() == 1


def test_an_idle_session_is_over_and_a_used_one_goes_on(amira, settings):
    client, _ = log_in()
    mine = Session.objects.filter(account=amira)
    mine.update(used_at=now() - settings.SESSION_IDLE + timedelta(minutes=5))
    assert client.get(TOWN).status_code == 200
    assert mine.get().used_at > now() - timedelta(minutes=1)
    mine.update(used_at=now() - settings.SESSION_IDLE - timedelta(seconds=1))
    answer = client.get(TOWN)
    assert answer["Location"].startswith(f"{TOWN}anmelden/?next=")


def test_a_change_sent_after_the_end_leads_back_to_its_form(amira):
    form = f"{TOWN}akten/neu/?einheit=1"
    answer = Client().post(
        f"{TOWN}favoriten/", {"id": "1"}, headers={"referer": f"http://testserver{form}"}
    )
    assert (
        answer["Location"] == f"{TOWN}anmelden/?next=%2Fmusterstadt%2Fakten%2Fneu%2F%3Feinheit%3D1"
    )
    foreign = Client().post(f"{TOWN}favoriten/", headers={"referer": "https://boese.example/x"})
    assert foreign["Location"] == f"{TOWN}anmelden/?next=%2Fmusterstadt%2Ffavoriten%2F"


def test_an_administrator_resets_the_factors_of_somebody_who_lost_them(with_app, musterstadt):
    lost, _ = with_app
    person = musterstadt.persons["sachbearbeiterin"]
    with no_tenant():
        admin = musterstadt.client("fachadministration")
        page = f"{TOWN}organisation/personen/{person}/zweite-faktoren/"
        assert admin.get(page).status_code == 200
        assert admin.post(page).status_code == 302
        assert not TotpDevice.objects.exists()
        assert lost.get(TOWN).status_code == 302
        assert musterstadt.client("leitung").get(page).status_code == 404


def test_no_town_resets_the_factors_of_a_shared_account(with_app, amira, towns):
    neighbour = towns["beispielhausen"]
    Membership.objects.create(
        account=amira, tenant=neighbour.tenant, person_id=neighbour.persons["leitung"]
    )
    person = towns["musterstadt"].persons["sachbearbeiterin"]
    admin = towns["musterstadt"].client("fachadministration")
    answer = admin.post(f"{TOWN}organisation/personen/{person}/zweite-faktoren/")
    assert answer.status_code == 422
    assert TotpDevice.objects.exists()


def test_the_page_costs_the_same_however_many_devices(amira, django_assert_max_num_queries):
    for _ in range(6):
        client, _ = log_in()
    with django_assert_max_num_queries(22):
        client.get(PAGE)
