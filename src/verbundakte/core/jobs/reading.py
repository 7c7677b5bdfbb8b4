"""The jobs somebody may see, and what of them she may be told now."""

from verbundakte.core.models import Job
from verbundakte.core.permissions import Permission
from verbundakte.core.registry import registry

LOST = "Der Auftrag ist nicht gelungen."


def jobs_of(actor):
    """Return one's own jobs; who looks after the installation sees what it does by itself too."""
    kinds = [one.kind for one in registry.jobs.values() if one.is_for_operators]
    return Job.objects.shown_to(actor, kinds if Permission.STATUS_READ in actor.permissions else [])


def may_tell(actor, jobs: list[Job]) -> list[Job]:
    """Return the jobs as their starter may read them now; `is_hidden` where something is left out.

    Whose object she no longer sees keeps only what kind of work it was: no name, hints or file.
    """
    asked: dict[str, list] = {}
    for job in jobs:
        if job.subject_kind in registry.visible:
            asked.setdefault(job.subject_kind, []).append(job.subject_id)
    seen = {kind: registry.visible[kind](actor, ids) for kind, ids in asked.items()}
    for job in jobs:
        job.is_hidden = job.subject_kind in seen and job.subject_id not in seen[job.subject_kind]
        if job.is_hidden:
            known = registry.jobs.get(job.kind)
            job.label = known.label if known else "Auftrag"
            job.item_errors, job.error = [], job.error and LOST
            job.result = {}
    return jobs
