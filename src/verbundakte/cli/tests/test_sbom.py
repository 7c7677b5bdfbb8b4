"""The list of parts holds every pinned library and what its schema demands."""

import argparse
import json
import re

from verbundakte.cli import sbom

KINDS = {"application", "library"}


def test_every_pinned_library_stands_in_the_list(tmp_path, capsys):
    path = tmp_path / "sbom.json"
    assert sbom.run(argparse.Namespace(output=path)) == 0
    found = json.loads(path.read_text())
    purls = {part["purl"] for part in found["components"]}
    pinned = re.findall(r"^(\S+)==(\S+)", (sbom.ROOT / "requirements.lock").read_text(), re.M)
    assert {f"pkg:pypi/{name.lower()}@{version}" for name, version in pinned} <= purls
    for name, version in json.loads((sbom.ROOT / "package.json").read_text())[
        "dependencies"
    ].items():
        assert f"pkg:npm/{name.replace('@', '%40')}@{version}" in purls
    assert f"{len(purls)} Bestandteile" in capsys.readouterr().out


def test_the_list_has_the_fields_its_schema_demands(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764324000")
    found = sbom.sbom()
    assert (found["bomFormat"], found["specVersion"], found["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(
        r"urn:uuid:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", found["serialNumber"]
    )
    assert found["metadata"]["timestamp"] == "2025-11-28T10:00:00+00:00"
    parts = [found["metadata"]["component"], *found["components"]]
    references = [part["bom-ref"] for part in parts]
    assert len(set(references)) == len(references)
    for part in parts:
        assert part["type"] in KINDS and part["name"] and part["version"]
        assert part.get("scope", "required") in ("required", "excluded")
        for licence in part.get("licenses", []):
            assert len(licence) == 1 and licence.keys() <= {"license", "expression"}
        for digest in part.get("hashes", []):
            assert digest["alg"] == "SHA-512" and re.fullmatch(r"[0-9a-f]{128}", digest["content"])
    assert {entry["ref"] for entry in found["dependencies"]} == set(references)
    assert found == sbom.sbom()
