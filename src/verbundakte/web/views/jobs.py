"""Long work of a person: progress, results, errors per item."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.core.actions import Refusal
from verbundakte.core.ausgaben import KEPT, get_ausgabe
from verbundakte.core.blobs.download import Sent, send
from verbundakte.core.clock import now
from verbundakte.core.jobs.reading import jobs_of, may_tell
from verbundakte.core.models import Job
from verbundakte.core.ui.messages import warn
from verbundakte.core.ui.shortcuts import render_page, wants_fragment

SHOWN = 100


def _shown(job: Job) -> Job:
    job.seconds_left = None
    if job.started_at and not job.finished_at and job.done:
        passed = (now() - job.started_at).total_seconds()
        job.seconds_left = passed / job.done * max(0, job.total - job.done)
    job.url = reverse("web:auftrag", args=[job.pk])
    made = job.result.get("ausgabe")
    if made and job.finished_at and now() < job.finished_at + KEPT:
        job.download = reverse("web:ausgabe", args=[made])
    return job


def _may_tell(actor, jobs: list[Job]) -> list[Job]:
    """Return the jobs as their starter may read them now, with their addresses."""
    for job in map(_shown, may_tell(actor, jobs)):
        if job.is_hidden:
            job.download = ""
    return jobs


@require_safe
def list_jobs(request: HttpRequest) -> HttpResponse:
    """Show one's own jobs, running ones first."""
    own = jobs_of(request.actor)
    waiting = own.waiting()
    running = list(own.running().order_by("created_at")[:SHOWN])
    to_come = list(waiting.order_by("created_at")[:SHOWN])
    done = list(own.exclude(finished_at=None).order_by("-created_at")[:SHOWN])
    _may_tell(request.actor, [*running, *to_come, *done])
    context = {
        "running": running,
        "waiting": to_come,
        "waiting_count": waiting.count(),
        "done": done,
    }
    return render_page(request, "web/jobs.html", context)


@require_safe
def show_job(request: HttpRequest, job_id) -> HttpResponse:
    """Show one job; asked again every few seconds while it runs."""
    job = jobs_of(request.actor).filter(pk=job_id).first()
    if job is None:
        raise Http404
    context = {
        "job": _may_tell(request.actor, [job])[0],
        "is_whole": not wants_fragment(request),
        "steps": [("Meine Aufträge", reverse("web:auftraege"))],
    }
    return render_page(request, "web/job.html", context)


@require_safe
def fetch_ausgabe(request: HttpRequest, ausgabe_id) -> HttpResponse:
    """Send a file that was made for this person."""
    try:
        made = get_ausgabe(request.actor, ausgabe_id, at=now())
    except Refusal as refusal:
        warn(request, refusal.message)
        return redirect("web:auftraege")
    sent = Sent(made.blob.sha256, made.blob.size, made.file_name, made.media_type)
    return send(request, sent)
