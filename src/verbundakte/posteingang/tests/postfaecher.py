"""Mailboxes for tests, made and read through the product's own actions and jobs."""

from django.utils import timezone

from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.actions.postfach import create_postfach, read_soon
from verbundakte.posteingang.mail.kinds import JobKind
from verbundakte.posteingang.mail.rules import Postfach
from verbundakte.posteingang.mail_jobs import wake
from verbundakte.posteingang.models import Eingangskanal


def make_postfach(actor, server, *, name="poststelle@", password="", geheimnis=None, **settings):
    """Return a Kanal that fetches from a running server; the operator has allowed that server."""
    postfach = Postfach(
        host="127.0.0.1", port=server.port, security="ohne", login=server.login, **settings
    )
    unit = Organisationseinheit.objects.get(kennzeichen="63")
    return create_postfach(
        actor,
        unit,
        bezeichnung=name,
        postfach=postfach,
        geheimnis=geheimnis or {"password": password or server.password},
        at=timezone.now(),
    )


def fetch(kanal: Eingangskanal) -> Eingangskanal:
    """Let the mailbox be read now, as the worker does; return how it stands then."""
    read_soon(kanal)
    wake()
    run_fetching()
    return Eingangskanal.objects.get(pk=kanal.pk)


def run_fetching() -> int:
    """Run the fetching jobs that wait; return how many."""
    rows = Job.objects.filter(kind=JobKind.FETCH_MAIL, finished_at=None)
    keys = list(rows.values_list("pk", flat=True))
    for key in keys:
        run_job(current_tenant(), key)
    return len(keys)
