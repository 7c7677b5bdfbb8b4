"""Pages of the Geschäftsgang: a Verfügung about a Dokument that the clerk alone may see."""

from django.utils import timezone

from tests.leaks.row import AMIRA, UNIT, WRITERS, get, job, post, with_values
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.models import SchrittArt
from verbundakte.geschaeftsgang.tests.factories import new_fassung
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Person, Stelle

READ = UNIT | {"sachbearbeiter_ordnung", "rechnungspruefung"}
LEITUNG = frozenset({"leitung"})
GRUND = with_values(grund="Anlage fehlt")
STEP = "geschaeftsgang/schritte/{vfg_zeichnung}/"
RUN = "geschaeftsgang/verfuegungen/{vfg_verfuegung}/"


def prepare(world):
    """Let the clerk ask herself to sign, to take note, and another authority to answer."""
    case, amira = world.cases["n"], world.amira()
    person = Person.objects.get(pk=world.home.persons["sachbearbeiterin"])
    zeilen = [
        actions.Zeile(SchrittArt.MITZEICHNUNG, actions.Ziel(person=person), 1),
        actions.Zeile(SchrittArt.KENNTNIS, actions.Ziel(person=person), 1),
        actions.Zeile(SchrittArt.STELLUNGNAHME, actions.Ziel(aussen="Landesamt"), 1),
    ]
    rahmen = actions.Rahmen(dokument=case.dokument)
    made = actions.create_verfuegung(
        amira, case.vorgang, zeilen=zeilen, at=timezone.now(), rahmen=rahmen
    )
    zeichnung, kenntnis, antwort = made.schritte.order_by("position")
    stelle = Stelle.objects.filter(besetzungen__person=person).first()
    return {
        "vfg_geaendert": _edited(world),
        "vfg_verfuegung": made.pk,
        "vfg_zeichnung": zeichnung.pk,
        "vfg_kenntnis": kenntnis.pk,
        "vfg_antwort": antwort.pk,
        "vfg_platz": stelle.pk,
    }


def _edited(world):
    """Let the Leitung sign a Dokument that the clerk then changes editorially; return its id."""
    amira, at = world.amira(), timezone.now()
    dokument = make_dokument(world.amira)
    leitung = load_actor(world.home.persons["leitung"])
    zeile = actions.Zeile(
        SchrittArt.MITZEICHNUNG, actions.Ziel(person=Person.objects.get(pk=leitung.person_id))
    )
    made = actions.create_verfuegung(
        amira, dokument.vorgang, zeilen=[zeile], at=at, rahmen=actions.Rahmen(dokument=dokument)
    )
    seen = dokument.fassungen.get().pk
    actions.agree_schritt(leitung, made.schritte.get(), seen=seen, at=at)
    fassung = new_fassung(amira, dokument)
    actions.declare_redaktionell(amira, dokument, fassung=fassung, grund="Komma", at=at)
    return dokument.pk


def _agree(world, case):
    """Sign the Fassung that counts."""
    return {"antwort": "ja", "fassung": world.cases["n"].fassung.pk}


def _note(world, case):
    """Choose what is to be taken note of."""
    stand = timezone.now().isoformat()
    return {"auswahl": [str(world.prepared["vfg_kenntnis"])], "stand": stand}


def _ink(world, case):
    """Say who signed in ink."""
    person = world.home.persons["sachbearbeiterin"]
    return {"person": person, "antwort": "ja", "on": f"{timezone.localdate():%Y-%m-%d}"}


def _change(world, case):
    """Give a step another text."""
    name = world.amira().name
    return {"revision": 1, "an": name, "text": "Mit Lageplan"}


ROWS = [
    get("geschaeftsgang:schritte", "geschaeftsgang/", READ),
    get("geschaeftsgang:schritte", "geschaeftsgang/?art=alles&schritt={vfg_zeichnung}", AMIRA),
    post("geschaeftsgang:kenntnisnahmen", "geschaeftsgang/kenntnisnahmen/", AMIRA, _note),
    get("geschaeftsgang:mappe", f"{STEP}mappe/", AMIRA),
    get("geschaeftsgang:team", "geschaeftsgang/team/", LEITUNG),
    get("geschaeftsgang:verwaist", "geschaeftsgang/team/verwaist/", LEITUNG),
    post("geschaeftsgang:verwaist", "geschaeftsgang/team/verwaist/", LEITUNG,
         with_values(an="63"), status=422),
    get("geschaeftsgang:umverteilung", "geschaeftsgang/team/{vfg_platz}/", LEITUNG),
    post("geschaeftsgang:umverteilung", "geschaeftsgang/team/{vfg_platz}/", LEITUNG,
         with_values(an="63"), status=422),
    get("geschaeftsgang:nachweis", "geschaeftsgang/dokumente/{dokument}/nachweis", UNIT,
        cases="n"),
    get("geschaeftsgang:redaktion", "geschaeftsgang/dokumente/{dokument}/redaktion/", WRITERS,
        cases="n", seen=404),
    post("geschaeftsgang:redaktion", "geschaeftsgang/dokumente/{dokument}/redaktion/", WRITERS,
         GRUND, status=422, cases="n", seen=404),
    get("geschaeftsgang:widerspruch", "geschaeftsgang/dokumente/{vfg_geaendert}/widerspruch/", LEITUNG),
    post("geschaeftsgang:widerspruch", "geschaeftsgang/dokumente/{vfg_geaendert}/widerspruch/", LEITUNG,
         GRUND),
    get("geschaeftsgang:verfuegung-neu", "geschaeftsgang/vorgaenge/{vorgang}/verfuegungen/neu/",
        WRITERS, cases="o", seen=404),
    post("geschaeftsgang:verfuegung-neu", "geschaeftsgang/vorgaenge/{vorgang}/verfuegungen/neu/",
         WRITERS, with_values(zeilen="/wv 3w"), cases="on", seen=404),
    post("geschaeftsgang:verfuegung-aus-vorlage", "geschaeftsgang/vorgaenge/{vorgang}/verfuegungen/",
         WRITERS, cases="n", quiet="n", seen=404),
    post("geschaeftsgang:zeilen", "geschaeftsgang/vorgaenge/{vorgang}/zeilen/", WRITERS,
         with_values(zeilen="/wv 3w"), status=200, cases="n", quiet="n", seen=404),
    get("geschaeftsgang:verfuegung", RUN, AMIRA),
    get("geschaeftsgang:laufblatt", f"{RUN}laufblatt", AMIRA),
    get("geschaeftsgang:xdomea", f"{RUN}xdomea", AMIRA),
    get("geschaeftsgang:verfuegung-rueckruf", f"{RUN}rueckruf/", AMIRA),
    post("geschaeftsgang:verfuegung-rueckruf", f"{RUN}rueckruf/", AMIRA, GRUND),
    get("geschaeftsgang:schritt-neu", f"{RUN}schritte/neu/", AMIRA),
    post("geschaeftsgang:schritt-neu", f"{RUN}schritte/neu/", AMIRA, with_values(zeilen="/wv 3w")),
    get("geschaeftsgang:schritt-bearbeiten", f"{STEP}bearbeiten/", AMIRA),
    post("geschaeftsgang:schritt-bearbeiten", f"{STEP}bearbeiten/", AMIRA, _change),
    get("geschaeftsgang:erledigung", f"{STEP}erledigung/?antwort=nein", AMIRA),
    post("geschaeftsgang:erledigung", f"{STEP}erledigung/", AMIRA, _agree),
    get("geschaeftsgang:aussenantwort", "geschaeftsgang/schritte/{vfg_antwort}/aussenantwort/", AMIRA),
    post("geschaeftsgang:aussenantwort", "geschaeftsgang/schritte/{vfg_antwort}/aussenantwort/", AMIRA,
         lambda world, case: {"antwort": "ja", "on": f"{timezone.localdate():%Y-%m-%d}"}),
    get("geschaeftsgang:papier", f"{STEP}papier/", AMIRA),
    post("geschaeftsgang:papier", f"{STEP}papier/", AMIRA, _ink),
    get("geschaeftsgang:rueckgabe", f"{STEP}rueckgabe/", AMIRA),
    post("geschaeftsgang:rueckgabe", f"{STEP}rueckgabe/", AMIRA, GRUND),
    get("geschaeftsgang:rueckruf", f"{STEP}rueckruf/", AMIRA),
    post("geschaeftsgang:rueckruf", f"{STEP}rueckruf/", AMIRA, GRUND),
    get("geschaeftsgang:uebergehung", f"{STEP}uebergehung/", AMIRA),
    post("geschaeftsgang:uebergehung", f"{STEP}uebergehung/", AMIRA, GRUND),
]  # fmt: skip
JOBS = {
    "geschaeftsgang.schritt.hand_over": job(
        "geschaeftsgang.verfuegung:edit",
        args=lambda world: {
            "person": str(world.home.persons["sachbearbeiterin"]),
            "to": str(world.home.persons["registratur"]),
        },
        error="Die Person gibt es nicht mehr.",
    ),
    "geschaeftsgang.termin.hand_over": job(
        "geschaeftsgang.termin:edit",
        args=lambda world: {
            "person": str(world.home.persons["sachbearbeiterin"]),
            "to": str(world.home.persons["registratur"]),
        },
        error="Die Person gibt es nicht mehr.",
    ),
}
