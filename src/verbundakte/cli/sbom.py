"""`sbom`: what this version is made of, as CycloneDX 1.6 (ECMA-424) from the lock files."""

import argparse
import base64
import json
import os
import re
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from verbundakte import __version__

ROOT = Path(__file__).resolve().parents[3]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", re.M)
OURS = "EUPL-1.2"
# Names of licences as npm packages give them, and as SPDX knows them.
SPDX = {"BSD-0-Clause": "0BSD"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where it is written."""
    parser.add_argument(
        "--output", type=Path, metavar="DATEI", help="in diese Datei statt auf die Ausgabe"
    )


def run(options: argparse.Namespace) -> int:
    """Write the list."""
    text = json.dumps(sbom(), ensure_ascii=False, indent=2)
    if options.output is None:
        print(text)
        return 0
    options.output.write_text(text + "\n", encoding="utf-8")
    print(f"{options.output}: {len(components())} Bestandteile.")
    return 0


def sbom() -> dict:
    """Return the document; the same for the same lock files but for its time."""
    parts = components()
    ours = f"pkg:generic/verbundakte@{__version__}"
    names = " ".join(part["bom-ref"] for part in parts)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, f'{ours} {names}')}",
        "version": 1,
        "metadata": {
            "timestamp": _moment().isoformat(timespec="seconds"),
            "component": {
                "type": "application",
                "bom-ref": ours,
                "name": "verbundakte",
                "version": __version__,
                "licenses": [{"license": {"id": OURS}}],
                "purl": ours,
            },
        },
        "components": parts,
        "dependencies": [
            {"ref": ours, "dependsOn": [part["bom-ref"] for part in parts]},
            *({"ref": part["bom-ref"]} for part in parts),
        ],
    }


def components() -> list[dict]:
    """Return all libraries in the order of their kind and name."""
    return [*_python("requirements.lock"), *_python("requirements-node.lock", "excluded"), *_npm()]


def _moment() -> datetime:
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)


def _python(lock: str, scope: str = "required") -> list[dict]:
    found = PINNED.findall((ROOT / lock).read_text(encoding="utf-8"))
    return [
        _component(f"pkg:pypi/{name.lower()}@{version}", name, version)
        | {"scope": scope}
        | _licence(_declared(name))
        for name, version in found
    ]


def _npm() -> list[dict]:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    found = []
    for place, entry in packages.items():
        if not place:
            continue
        name = place.removeprefix("node_modules/")
        purl = f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}"
        part = _component(purl, name, entry["version"]) | _licence(entry.get("license", ""))
        part["scope"] = "excluded" if entry.get("optional") else "required"
        algorithm, _, digest = entry.get("integrity", "").partition("-")
        if algorithm == "sha512":
            content = base64.b64decode(digest).hex()
            part["hashes"] = [{"alg": "SHA-512", "content": content}]
        found.append(part)
    return found


def _component(purl: str, name: str, version: str) -> dict:
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def _declared(name: str) -> str:
    """Return the licence a package declares; "" where it is not installed here or says nothing."""
    try:
        known = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    return known.get("License-Expression") or known.get("License") or ""


def _licence(declared: str) -> dict:
    """Return a licence as an expression where it looks like one, as a name otherwise."""
    said = SPDX.get(declared, declared).strip().partition("\n")[0][:200]
    if not said:
        return {}
    is_expression = re.fullmatch(r"[A-Za-z0-9.+()-]+( (AND|OR|WITH) [A-Za-z0-9.+()-]+)*", said)
    if is_expression and "-" in said:
        return {"licenses": [{"expression": said}]}
    return {"licenses": [{"license": {"name": said}}]}
