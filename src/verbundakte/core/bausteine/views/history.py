"""The right pane: the versions of a Baustein, and who did what with it."""

from datetime import date

from verbundakte.core.bausteine.events import Event
from verbundakte.core.clock import today
from verbundakte.core.registry import registry

ICONS = {
    Event.CREATED: "plus",
    Event.DRAFTED: "draft",
    Event.CHANGED: "edit",
    Event.TAKEN_OVER: "branch",
    Event.RELEASED: "ok",
    Event.WITHDRAWN: "void",
}
TONES = {Event.RELEASED: "good", Event.WITHDRAWN: "warn"}


def version_lines(editor, names: dict[str, str]) -> list[dict]:
    """Return the versions, newest first: state, who made and released it, why, what can be done."""
    return [_line(editor, row, names) for row in editor.versions]


def _line(editor, row, names: dict[str, str]) -> dict:
    may_undo = editor.may_edit and not editor.draft and row != editor.versions[0]
    return {
        "number": row.number,
        "chip": _chip(row),
        "is_here": row == editor.version,
        "url": editor.at("vorlage", fassung=row.number),
        "reason": row.reason,
        "who": f"von {names.get(row.created_by, 'der Einrichtung')}",
        "released": f"freigegeben von {names.get(row.released_by, 'der Einrichtung')}"
        if row.released_at
        else "",
        "withdrawn": f"zurückgezogen von {names.get(row.withdrawn_by, 'der Einrichtung')}"
        if row.withdrawn_at
        else "",
        "at": row.withdrawn_at or row.released_at or row.created_at,
        "undo": editor.at("entwurf") if may_undo else "",
        "file": editor.at("datei", row.number),
        "digest": row.digest,
    }


def _chip(row) -> dict:
    if row.withdrawn_at:
        return {"label": row.state, "icon": "void", "tone": ""}
    if row.is_draft:
        return {"label": row.state, "icon": "draft", "tone": "note"}
    word = "gilt ab" if row.valid_from > today() else "gilt seit"
    return {"label": f"{word} {row.valid_from:%d.%m.%Y}", "icon": "ok", "tone": "good"}


def entries(events: list, names: dict[str, str]) -> list[dict]:
    """Return events for `_time.html`."""
    return [
        {
            "icon": ICONS.get(event.name, "history"),
            "tone": TONES.get(event.name, ""),
            "who": names.get(event.actor_id, "Verbundakte"),
            "text": registry.events.get(event.name, "hat etwas geändert"),
            "at": event.at,
            "detail": f"Fassung {event.number}" if event.number else "",
            "changes": [
                {"label": row.name, "before": _day(row.old), "after": _day(row.new)}
                for row in sorted(event.details.all(), key=lambda row: row.position)
                if row.name is not None and row.name != "Fassung"
            ],
        }
        for event in events
    ]


def _day(text: str | None) -> str:
    """Return a logged value; a day in its German form."""
    try:
        return f"{date.fromisoformat(text or ''):%d.%m.%Y}"
    except ValueError:
        return text or ""
