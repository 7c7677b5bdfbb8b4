"""What the room `akten` adds to the registry."""

from functools import partial

from verbundakte.akten import desk, desk_rechte, open_ends
from verbundakte.akten.actions import typ
from verbundakte.akten.actions.aktenplan import check_aktenplan_successor, project_aktenplan
from verbundakte.akten.actions.arbeitsstand import forget_staende
from verbundakte.akten.actions.ausgabe import forget_dokument
from verbundakte.akten.actions.gemerkte_suche import look_for_new_hits
from verbundakte.akten.actions.nummernmuster import check_nummernmuster, project_nummernmuster
from verbundakte.akten.actions.papier import refuse_while_kept
from verbundakte.akten.actions.schutz import forget_protection
from verbundakte.akten.actions.schwaerzung import forget_schwaerzungen
from verbundakte.akten.actions.seiten import forget_seiten
from verbundakte.akten.actions.sperre import refuse_held_blob
from verbundakte.akten.actions.stempel import project_stempel
from verbundakte.akten.actions.vorlage import project_vorlage
from verbundakte.akten.actions.vorlage_folgen import notes_aktenplan, notes_vorlage
from verbundakte.akten.aktenplan import AKTENPLAN
from verbundakte.akten.ausgaben.recht import check_ausgabe
from verbundakte.akten.bausteine import DOKUMENTTYP, VORGANGSTYP
from verbundakte.akten.events import Event
from verbundakte.akten.federfuehrung import HOLDINGS, refuse_holder
from verbundakte.akten.hooks import dokument_erasing, vorgang_closing
from verbundakte.akten.kinds import ObjectKind
from verbundakte.akten.models import (
    Aktenplaneinheit,
    Dokumenttyp,
    Nummernmuster,
    Schriftgutvorlage,
    Stempel,
    Vorgangstyp,
)
from verbundakte.akten.notfall import check_notfallliste, make_once_a_day
from verbundakte.akten.nummernmuster import NUMMERNMUSTER
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.felder import field_names
from verbundakte.akten.queries.own import READERS, visible_ids
from verbundakte.akten.queries.personenbezug import SOURCES as PERSONAL_DATA
from verbundakte.akten.samples.typen import standard_dokumenttypen
from verbundakte.akten.scopes import SCOPES
from verbundakte.akten.search import SOURCES
from verbundakte.akten.stempel import DELIVERED, STEMPEL
from verbundakte.akten.tidying import forget_unfinished, purge_papierkorb
from verbundakte.akten.uebergabe import SOURCES as HANDOVER
from verbundakte.akten.vorlagen import AKTENVORLAGE, VORGANGSVORLAGE
from verbundakte.core.bausteine import delivered_with, projected
from verbundakte.core.hooks import ausgabe_fetching, blob_deleting
from verbundakte.core.registry import (
    Check,
    DeskSource,
    NavigationEntry,
    OpenEnds,
    SubjectPage,
    registry,
)
from verbundakte.core.ui.context import jump_key, provide
from verbundakte.organisation.actions import einheit_closing
from verbundakte.organisation.permissions import Permission as OrganisationPermission
from verbundakte.organisation.queries import may_see_rights

registry.add_events(Event)
registry.add_permissions(Permission)
registry.add_scopes(*SCOPES)
registry.search.update((source.kind, source) for source in SOURCES)
registry.personal_data.update((source.id, source) for source in PERSONAL_DATA)
registry.visible.update(
    (f"akten.{kind}", partial(visible_ids, kind=kind)) for kind in ObjectKind if kind in READERS
)
registry.add_navigation(
    NavigationEntry(
        "aktenplan",
        "Aktenplan",
        "tree",
        "akten:aktenplan",
        Permission.AKTENPLAN_READ,
        order=20,
        hint="Was wohin gehört, und wie lange es bleibt",
    ),
    NavigationEntry(
        "nicht-zugeordnet",
        "Nicht zugeordnet",
        "inbox",
        "akten:nicht-zugeordnet",
        Permission.DOKUMENT_READ,
        order=30,
        hint="Post und Dateien, die noch in keinem Vorgang liegen",
        is_exact=True,
    ),
    NavigationEntry(
        "vorgaenge",
        "Vorgänge",
        "vorgang",
        "akten:vorgaenge",
        Permission.VORGANG_READ,
        order=24,
        hint="Alle Vorgänge, die Sie sehen dürfen, als Tabelle",
    ),
    NavigationEntry(
        "kontakte", "Kontakte", "users", "akten:kontakte", Permission.KONTAKT_READ, order=38
    ),
    NavigationEntry(
        "akten",
        "Akten",
        "akte",
        "akten:akten",
        Permission.AKTE_READ,
        order=22,
        hint="Alle Akten, die Sie sehen dürfen, als Tabelle",
    ),
)
registry.add_navigation(
    NavigationEntry(
        "pruefauftraege",
        "Prüfaufträge",
        "eye",
        "akten:pruefauftraege",
        Permission.PRUEFAUFTRAG_READ,
        "Verwaltung",
        719,
        hint="Wer was bis wann prüfen darf",
    ),
    NavigationEntry(
        "erneuerung",
        "Lesefassungen",
        "retry",
        "akten:erneuerung",
        Permission.ERNEUERUNG_RUN,
        "Verwaltung",
        780,
        hint="Text und Lesefassung älterer Dateien neu herstellen",
    ),
    NavigationEntry(
        "entwuerfe",
        "Meine Entwürfe",
        "draft",
        "akten:entwuerfe",
        Permission.DOKUMENT_CREATE,
        order=35,
    ),
    NavigationEntry(
        "registratur",
        "Registratur",
        "archive",
        "akten:registratur",
        Permission.REGISTRATUR_READ,
        order=50,
        hint="Beantragte Akten, Ruhendes, Betreffe, die nichts sagen",
    ),
    NavigationEntry(
        "personalakten",
        "Personalakten",
        "user",
        "akten:personalakten",
        Permission.PERSONALAKTE_EDIT,
        order=40,
        hint="Personalakten führen und zur Einsicht geben",
    ),
    NavigationEntry(
        "papierkorb", "Papierkorb", "trash", "akten:papierkorb", Permission.DOKUMENT_EDIT, order=90
    ),
)
blob_deleting.subscribe(refuse_held_blob)
registry.due["gemerkte_suchen"] = look_for_new_hits
registry.due["papierkorb"] = purge_papierkorb
registry.due["schwaerzungen"] = forget_unfinished
registry.open_ends.update(
    (source.id, source)
    for source in (
        OpenEnds("entwuerfe", "Entwurf", open_ends.entwuerfe),
        OpenEnds("sperren", "in Bearbeitung", open_ends.locks),
        OpenEnds("arbeitsstaende", "gespeichert, noch keine Fassung", open_ends.staende),
        OpenEnds("einschraenkungen", "eingeschränkt", open_ends.restrictions),
    )
)
registry.holdings[HOLDINGS.id] = HOLDINGS
einheit_closing.subscribe(refuse_holder)
registry.handover.update((source.id, source) for source in HANDOVER)
registry.desk.update(
    (source.id, source)
    for source in (
        DeskSource("vorgaenge", "Vorgänge", desk.own_vorgaenge, desk.own_desk),
        DeskSource("entwuerfe", "Entwürfe", desk.own_entwuerfe, desk.own_desk),
        DeskSource("nachbenennungen", "Nachfolge", desk.nachbenennungen),
        DeskSource("bearbeitung", "In Bearbeitung", desk.own_locks, desk.own_desk),
        DeskSource("aktenantraege", "Beantragte Akten", desk.requested_akten),
        DeskSource("personalakte", "Meine Personalakte", desk.own_personalakte),
        DeskSource("loeschungen", "Löschungen", desk.waiting_loeschungen),
        DeskSource("pruefauftraege", "Prüfaufträge", desk_rechte.running_pruefauftraege),
        DeskSource("suchen", "Neue Treffer", desk.new_hits),
        DeskSource("hinweise", "Hinweise", desk.own_hinweise, desk.own_desk),
        DeskSource("ausleihen", "Ausleihen", desk.loans, desk.own_desk),
        DeskSource("aushebungen", "Papier angefordert", desk.paper_requests),
        DeskSource("zuletzt", "Zuletzt geöffnet", desk.recent, desk.own_desk),
        DeskSource("favoriten", "Favoriten", desk.favourites, desk.own_desk),
    )
)
projected(
    AKTENPLAN,
    project=project_aktenplan,
    rows=(Aktenplaneinheit,),
    guard=check_aktenplan_successor,
    notes=notes_aktenplan,
)
jump_key("aktenplan", "a")
jump_key("entwuerfe", "e")
provide("favourites", desk.menu_favourites)
provide("new", desk.menu_new)
for kind in (AKTENVORLAGE, VORGANGSVORLAGE):
    projected(
        kind,
        project=partial(project_vorlage, kind),
        rows=(Schriftgutvorlage,),
        notes=notes_vorlage,
    )
projected(
    NUMMERNMUSTER,
    project=project_nummernmuster,
    rows=(Nummernmuster,),
    guard=check_nummernmuster,
)
projected(
    DOKUMENTTYP,
    project=typ.project_dokumenttyp,
    rows=(Dokumenttyp,),
    guard=typ.guard_dokumenttyp,
    notes=typ.notes_dokumenttyp,
)
projected(
    VORGANGSTYP,
    project=typ.project_vorgangstyp,
    rows=(Vorgangstyp,),
    guard=typ.guard_vorgangstyp,
    notes=typ.notes_vorgangstyp,
)
projected(STEMPEL, project=project_stempel, rows=(Stempel,))
delivered_with(STEMPEL, lambda: DELIVERED)
delivered_with(DOKUMENTTYP, lambda: {one.key: one.data for one in standard_dokumenttypen()})
registry.foundations["akten.dokumenttypen"] = typ.furnish_dokumenttypen
registry.own_fields["akten"] = field_names
ausgabe_fetching.subscribe(check_ausgabe)
vorgang_closing.subscribe(refuse_while_kept)
dokument_erasing.subscribe(forget_dokument)
dokument_erasing.subscribe(forget_protection)
dokument_erasing.subscribe(forget_schwaerzungen)
dokument_erasing.subscribe(forget_seiten)
dokument_erasing.subscribe(forget_staende)
registry.subject_pages.setdefault("organisation.person", []).append(
    SubjectPage("Wer darf was sehen?", "eye", "akten:rechte-person", may_see_rights)
)
registry.subject_pages.setdefault("organisation.organisationseinheit", []).append(
    SubjectPage(
        "Wer darf was sehen?",
        "eye",
        "akten:rechte-einheit",
        lambda actor, unit: actor.may(OrganisationPermission.RECHTE_READ, unit),
    )
)
registry.not_exported["akten_bearbeitungssperre"] = "wer gerade bearbeitet: gilt nur für Stunden"
registry.not_exported["akten_programmsperre"] = "was ein Programm gerade offen hält"
registry.not_exported["akten_ablagedatei"] = "Hilfsdateien der Programme: gelten nur für Tage"
registry.not_exported["akten_notfallliste"] = "nächtlich neu hergestellt, drei werden aufbewahrt"
registry.not_exported["akten_notfallkennwort"] = "nur mit dem Schlüssel dieser Installation lesbar"
registry.due["notfallliste"] = make_once_a_day
registry.checks["notfallliste"] = Check(
    "notfallliste",
    check_notfallliste,
    "Notfallliste von dieser oder letzter Nacht",
    is_of_now=True,
)
registry.add_navigation(
    NavigationEntry(
        "notfallliste",
        "Notfallliste",
        "warn",
        "akten:notfallliste",
        Permission.NOTFALL_READ,
        "Verwaltung",
        785,
        hint="Was ohne diese Anwendung gebraucht wird",
    )
)
