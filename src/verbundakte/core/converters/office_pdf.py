"""The Lesefassung (PDF) of office files: one LibreOffice process with its own fresh profile.

No macros, no links, no Java; the sandbox denies the network anyway.
"""

import os
import subprocess
import time
from pathlib import Path

from verbundakte.core.converters import hints, media, programs
from verbundakte.core.converters.errors import ConversionFailed, Damaged, Encrypted
from verbundakte.core.converters.revision import stamped
from verbundakte.core.converters.source import Source

RESTART = 81
STARTS = 3
SECONDS = 50
FAILED = "LibreOffice konnte die Datei nicht in eine Lesefassung umwandeln."
SLOW = f"LibreOffice brauchte für die Umwandlung länger als {SECONDS} Sekunden."
ARCHIVAL = '{"SelectPdfVersion":{"type":"long","value":"2"}}'  # PDF/A-2b
FILTERS = {
    "doc": "writer", "docx": "writer", "odt": "writer", "rtf": "writer", "wpd": "writer",
    "xls": "calc", "xlsx": "calc", "ods": "calc", "ppt": "impress", "pptx": "impress",
    "odp": "impress", "odg": "draw",
}  # fmt: skip
ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Save/URL", "Internet", "false"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Office.Common/Misc", "UseOpenCL", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments",
     "AutoCheckEnabled", "false"),
)  # fmt: skip


def office_to_pdf(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: the Lesefassung. Raises Encrypted, Damaged or ConversionFailed."""
    source.require_bytes()
    found = media.identify(source)
    codes = [notice.code for notice in found.notices]
    if "encrypted" in codes:
        raise Encrypted(hints.NOTICES["encrypted"])
    if "damaged" in codes or found.extension not in FILTERS:
        raise Damaged(hints.NOTICES["damaged"])
    program = programs.require("libreoffice")
    document = source.copy(f".{found.extension}")
    profile = _profile(source.folder / "profile")
    out = source.folder / "out"
    _convert(Path(program.path), document, profile, out, FILTERS[found.extension])
    try:
        data = out.joinpath("input.pdf").read_bytes()
    except FileNotFoundError:
        raise ConversionFailed(FAILED) from None
    kept = [vars(hints.notice(code)) for code in codes if code in ("macros", "external")]
    return {"tool": stamp(program), "notices": kept}, [data]


def stamp(program: programs.Program) -> str:
    """Return version and our revision, as stored with the Lesefassung."""
    return stamped("office", f"LibreOffice {program.version}")


def _profile(folder: Path) -> Path:
    """Write a profile that forbids macros, links and everything that asks questions."""
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(
        ITEM.format(path=path, name=name, value=value) for path, name, value in SETTINGS
    )
    user.joinpath("registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>\n'
    )
    return folder


def _convert(soffice: Path, document: Path, profile: Path, out: Path, module: str) -> None:
    """LibreOffice asks to be started again after setting up a profile (exit code 81).

    The name of its socket follows from the profile's path, and it may not remove the old one in
    a shared /tmp: so the profile moves before each start.
    """
    environment = {**os.environ, "HOME": str(document.parent), "SAL_USE_VCLPLUGIN": "svp"}
    deadline = time.monotonic() + SECONDS
    for start in range(STARTS):
        profile = profile.rename(profile.with_name(f"profile-{start}"))
        command = [
            str(soffice), f"-env:UserInstallation={profile.as_uri()}", "--headless",
            "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard",
            "--convert-to", f"pdf:{module}_pdf_Export:{ARCHIVAL}", "--outdir", str(out), str(document),
        ]  # fmt: skip
        try:
            done = subprocess.run(
                command,
                cwd=document.parent,
                env=environment,
                capture_output=True,
                timeout=deadline - time.monotonic(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ConversionFailed(SLOW) from None
        if done.returncode != RESTART:
            return
