"""What Fristen, Wiedervorlagen and Aufgaben add to the registry."""

from functools import partial

from verbundakte.core.bausteine import delivered_with, projected
from verbundakte.core.registry import (
    DeskSource,
    NavigationEntry,
    NotedLines,
    OpenEnds,
    ReferenceKind,
    ScopeGroup,
    SubjectPage,
    Vertretbares,
    registry,
)
from verbundakte.core.ui.context import jump_key
from verbundakte.geschaeftsgang import termin_desk
from verbundakte.geschaeftsgang.actions.terminregel import project_terminregel
from verbundakte.geschaeftsgang.aufgaben import HINT, take_tasks
from verbundakte.geschaeftsgang.bekanntgabe import BEKANNTGABE, standard_bekanntgabe
from verbundakte.geschaeftsgang.models import TERMINE, Terminregel
from verbundakte.geschaeftsgang.morgenpost import begin_when_due
from verbundakte.geschaeftsgang.nachrichten import NACHRICHTEN, standard_nachrichten
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries import LABELS, may_read_termine, running_termine
from verbundakte.geschaeftsgang.queries.platz import TERMINE as TERMINE_KIND
from verbundakte.geschaeftsgang.queries.termin import PAGE

registry.desk.update(
    (
        f"termine-{art}",
        DeskSource(f"termine-{art}", label, termin_desk.items(art), termin_desk.together, PAGE),
    )
    for art, label in LABELS.items()
)
registry.open_ends.update(
    (f"termine-{art}", OpenEnds(f"termine-{art}", label, termin_desk.open_ends(art)))
    for art, label in LABELS.items()
)
registry.add_navigation(
    NavigationEntry(
        "termine",
        "Fristen und Wiedervorlagen",
        "calendar",
        "geschaeftsgang:termine",
        Permission.TERMIN_READ,
        order=14,
        hint="Was wann wieder anliegt, mit Fristenrechner",
    )
)
jump_key("termine", "w")
registry.add_scopes(
    ScopeGroup(
        "termine",
        "Fristen, Wiedervorlagen und Aufgaben",
        ("geschaeftsgang.termin",),
        (
            "akten.akte",
            "akten.vorgang",
            "akten.dokument",
            "organisation.einheit",
            "organisation.person",
        ),
    )
)
registry.vertretbar[TERMINE_KIND] = Vertretbares(
    "Fristen, Wiedervorlagen und Aufgaben",
    frozenset({Permission.TERMIN_READ, Permission.TERMIN_DO, Permission.TERMIN_EDIT}),
)
for kind, label, key, short in (
    ("akte", "Wiedervorlage", "w", "Wiedervorlage"),
    ("vorgang", "Wiedervorlage", "w", "Wiedervorlage"),
    ("dokument", "Wiedervorlage, Aufgabe oder Frist zum Dokument", "W", ""),
):
    registry.subject_pages.setdefault(f"akten.{kind}", []).append(
        SubjectPage(
            label,
            "calendar",
            f"geschaeftsgang:termine-{kind}",
            lambda actor, subject: may_read_termine(actor),
            key=key,
            short=short,
        )
    )


def _names(model) -> ReferenceKind:
    def names(ids) -> dict:
        return {row.pk: str(row) for row in model.objects.filter(pk__in=ids)}

    return ReferenceKind(model._meta.label_lower, names)


registry.references.update((model._meta.label_lower, _names(model)) for model in TERMINE.values())
registry.notfall["termine"] = running_termine
projected(BEKANNTGABE, project=partial(project_terminregel, BEKANNTGABE), rows=(Terminregel,))
delivered_with(BEKANNTGABE, standard_bekanntgabe)
projected(NACHRICHTEN, project=partial(project_terminregel, NACHRICHTEN), rows=(Terminregel,))
delivered_with(NACHRICHTEN, standard_nachrichten)
registry.due["geschaeftsgang.morgenpost"] = begin_when_due
registry.noted["aufgaben"] = NotedLines(HINT, take_tasks)
