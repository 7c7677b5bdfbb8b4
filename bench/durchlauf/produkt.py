"""What becomes of a file when somebody files it: the row of the table, and the reasons."""

import argparse
from pathlib import Path
from uuid import UUID

from django.db import transaction

from verbundakte.akten.models import Datei, Rendition, RenditionKind, Seitentext
from verbundakte.cli.folder import Entry
from verbundakte.cli.import_files import REGISTERED, Intake
from verbundakte.cli.person import acting
from verbundakte.core.jobs.run import TryAgain, run_job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant

NOTHING = {
    "registered": False, "text": False, "preview": False, "lesefassung": False, "pdfa": False,
    "readable": False, "pages": 0, "cpu_seconds": 0.0, "format": "", "kind": "",
}  # fmt: skip
MOST_RUNS = 50
PICTURES = {"image", "pdf"}
NO_VIEW = "Für diese Art von Datei gibt es keine Ansicht."


class Product:
    """An open town in which files of a folder are filed by one person."""

    def __init__(self, folder: Path, slug: str, login: str):
        self.folder = folder
        self._acting = acting(argparse.Namespace(tenant=slug, login=login))

    def __enter__(self) -> "Product":
        self.intake = Intake(self.folder, self._acting.__enter__(), None)
        return self

    def __exit__(self, *failure) -> None:
        self._acting.__exit__(*failure)

    def take(self, path: Path) -> dict:
        """File one file, do all its work, and return what is there then."""
        outcome = self.intake.take(Entry(str(path.relative_to(self.folder))))
        row = NOTHING | {"format": path.suffix.lower().lstrip("."), "reason": ""}
        if outcome.id is None:
            return row | {"reason": outcome.reason}
        jobs = _work_off(UUID(outcome.id))
        with transaction.atomic():
            return row | _found(UUID(outcome.id), jobs, outcome.result == REGISTERED)


def _work_off(dokument: UUID) -> list[Job]:
    """Run the jobs of a Dokument until none is left; return them as they ended."""
    for _ in range(MOST_RUNS):
        with transaction.atomic():
            waiting = Job.objects.open().filter(subject_id=dokument).order_by("created_at")
            keys = list(waiting.values_list("pk", flat=True))
        if not keys:
            break
        for key in keys:
            try:
                run_job(current_tenant(), key)
            except TryAgain:
                continue
    with transaction.atomic():
        return list(Job.objects.filter(subject_id=dokument))


def _found(dokument: UUID, jobs: list[Job], is_new: bool) -> dict:
    datei = Datei.objects.get(fassung__dokument=dokument)
    made = {row.kind: row for row in Rendition.objects.filter(datei=datei)}
    pdf = made.get(RenditionKind.PDF)
    has_text = Seitentext.objects.filter(datei=datei).exclude(text="").exists()
    has_preview = RenditionKind.THUMBNAIL in made
    has_pdf = bool(pdf and pdf.blob_id) or bool(datei.format_name == "pdf" and datei.pages)
    looked_at = datei.format_name in PICTURES or RenditionKind.WORDS in made
    recognised = looked_at and not datei.properties.get("unrecognised")
    is_readable = has_preview and (has_text or recognised)
    reasons = [*datei.hinweise, pdf.problem if pdf else "", *(job.error for job in jobs)]
    reasons += [] if is_readable or any(reasons) else [NO_VIEW]
    pdfa = made.get("pdfa")
    return {
        "registered": True,
        "duplicate": not is_new,
        "kind": datei.format_name,
        "format": datei.properties.get("extension") or "?",
        "media_type": datei.media_type,
        "pages": datei.pages or 0,
        "text": has_text,
        "preview": has_preview,
        "lesefassung": has_pdf,
        "pdfa": bool(pdfa and pdfa.blob_id),
        "readable": is_readable,
        "cpu_seconds": round(sum(job.result.get("cpu_seconds", 0.0) for job in jobs), 2),
        "jobs": {job.kind: round(job.result.get("cpu_seconds", 0.0), 2) for job in jobs},
        "reason": " ".join(dict.fromkeys(filter(None, reasons))),
    }
