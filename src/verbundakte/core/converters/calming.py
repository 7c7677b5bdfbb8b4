"""Takes out of a PDF what acts by itself, and puts right what may be put right unseen."""

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

PRINT, UNSEEN = 4, 2 | 32
ACTIONS = frozenset(("/GoTo", "/GoToR", "/Thread", "/URI", "/Named"))
NAMED = frozenset(("/NextPage", "/PrevPage", "/FirstPage", "/LastPage"))
IN_CATALOG = ("/AA", "/Requirements", "/NeedsRendering", "/Perms")
IN_PAGE = ("/AA", "/PresSteps")
IN_NAMES = ("/JavaScript", "/AlternatePresentations")
IN_FORM = ("/XFA", "/NeedAppearances")
STATES = ("/HTP",)


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether a signature is in the file; any change would break it."""
    return any(
        isinstance(each, Dictionary) and "/ByteRange" in each and "/Contents" in each
        for each in pdf.objects
    )


def calm(pdf: pikepdf.Pdf) -> None:
    """Take away scripts, actions and outside references; repair marks without any look."""
    root = pdf.Root
    _drop(root, IN_CATALOG)
    opening = root.get("/OpenAction")
    if isinstance(opening, Dictionary) and not _is_calm(opening):
        del root["/OpenAction"]
    _drop(root.get("/Names"), IN_NAMES)
    _drop(root.get("/AcroForm"), IN_FORM)
    _name_layers(root.get("/OCProperties"))
    for page in pdf.pages:
        _drop(page.obj, IN_PAGE)
        _calm_annotations(page.obj)
    for each in pdf.objects:
        _calm_object(each, root)


def _drop(holder: object, keys: tuple[str, ...]) -> None:
    if isinstance(holder, Dictionary | Stream):
        for key in keys:
            if key in holder:
                del holder[key]


def _is_calm(action: Dictionary) -> bool:
    if action.get("/S") not in ACTIONS or "/Next" in action:
        return False
    return action.get("/S") != "/Named" or action.get("/N") in NAMED


def _calm_annotations(page: Dictionary) -> None:
    found = page.get("/Annots")
    if not isinstance(found, Array):
        return
    kept = []
    for each in found:
        if not isinstance(each, Dictionary) or int(each.get("/F", 0)) & UNSEEN:
            continue
        _calm_annotation(each)
        kept.append(each)
    if len(kept) != len(found):
        page.Annots = Array(kept)


def _calm_annotation(each: Dictionary) -> None:
    _drop(each, ("/AA",))
    action = each.get("/A")
    is_field = each.get("/Subtype") == "/Widget"
    if isinstance(action, Dictionary) and (is_field or not _is_calm(action)):
        del each["/A"]
    if each.get("/Subtype") != "/Popup":
        each.F = PRINT | int(each.get("/F", 0)) & ~(1 | 2 | 32 | 256)
    look = each.get("/AP")
    if isinstance(look, Dictionary) and "/N" in look:
        _drop(look, ("/D", "/R"))
        shown = look.N
        is_button = is_field and _kind(each) == "/Btn"
        state = each.get("/AS")
        if not is_button and isinstance(shown, Dictionary) and state and state in shown:
            look.N = shown[str(state)]


def _kind(field: Dictionary) -> object:
    for _ in range(50):
        if "/FT" in field:
            return field.FT
        above = field.get("/Parent")
        if not isinstance(above, Dictionary):
            return None
        field = above
    return None


def _calm_object(each: object, root: Dictionary) -> None:
    if isinstance(each, Stream):
        if each.get("/Interpolate") is True:
            del each["/Interpolate"]
        _drop(each, ("/Alternates", "/OPI", "/PieceInfo"))
    if not isinstance(each, Dictionary | Stream):
        return
    if "/Metadata" in each and each.objgen != root.objgen:
        del each["/Metadata"]
    kind = each.get("/Type")
    if kind == "/FontDescriptor":
        _drop(each, ("/CIDSet", "/CharSet"))  # allowed to be missing, not to be wrong
    elif kind == "/ExtGState":
        _drop(each, STATES)
        if each.get("/TR2") == "/Default" or each.get("/TR") == "/Identity":
            _drop(each, ("/TR",))  # what it says holds without it
    elif each.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in each:
        each.CIDToGIDMap = Name.Identity
    _drop(each, ("/AA",))
    action = each.get("/A")
    if isinstance(action, Dictionary) and "/S" in action and not _is_calm(action):
        del each["/A"]


def _name_layers(layers: object) -> None:
    """Give each view of layers a name of its own and every layer a place in it."""
    if not isinstance(layers, Dictionary):
        return
    views = [layers.get("/D"), *(layers.get("/Configs") or [])]
    for number, view in enumerate(view for view in views if isinstance(view, Dictionary)):
        _drop(view, ("/AS",))
        view.Name = f"Ansicht {number + 1}"
        if "/Order" in view and "/OCGs" in layers:
            view.Order = layers.OCGs
