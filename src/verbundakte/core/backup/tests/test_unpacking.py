"""Nothing leaves the folder a backup is unpacked into."""

import io
import tarfile

import pytest

from verbundakte.core.backup.unpacking import unpack_all
from verbundakte.core.backup.vessel import BackupProblem


def packed(*members: tuple[str, bytes, bytes]) -> tarfile.TarFile:
    """Return an archive of (name, type, content), read as a stream."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w|") as archive:
        for name, kind, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.size, info.mode, info.linkname = kind, len(content), 0o777, "/etc/hosts"
            archive.addfile(info, io.BytesIO(content))
    out.seek(0)
    return tarfile.open(fileobj=out, mode="r|")


def test_files_and_folders_come_out_with_their_content(tmp_path):
    parts = (("pg", tarfile.DIRTYPE, b""), ("pg/base/1", tarfile.REGTYPE, b"eins"))
    with packed(*parts) as archive:
        unpack_all(archive, tmp_path)
    assert (tmp_path / "pg/base/1").read_bytes() == b"eins"
    assert (tmp_path / "pg/base/1").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../daneben", tarfile.REGTYPE),
        ("/tmp/daneben", tarfile.REGTYPE),
        ("verweis", tarfile.SYMTYPE),
        ("verweis", tarfile.LNKTYPE),
        ("geraet", tarfile.CHRTYPE),
    ],
)
def test_what_leads_elsewhere_is_refused(tmp_path, name, kind):
    folder = tmp_path / "ziel"
    folder.mkdir()
    with packed((name, kind, b"")) as archive, pytest.raises(BackupProblem, match="nicht hingehört"):
        unpack_all(archive, folder)
    assert not list(folder.iterdir())
    assert not (tmp_path / "daneben").exists()
