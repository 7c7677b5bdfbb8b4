"""Log files: five generations, and none grows without end."""

from verbundakte.cli import logs


def test_five_generations_are_kept(tmp_path):
    log = tmp_path / "web.log"
    for number in range(8):
        log.write_text(f"start {number}")
        logs.rotate(log)
    assert not log.exists()
    kept = [(tmp_path / f"web.log.{number}").read_text() for number in range(1, 6)]
    assert kept == [f"start {number}" for number in (7, 6, 5, 4, 3)]
    assert len(list(tmp_path.glob("web.log*"))) == 5


def test_a_large_file_is_emptied_under_its_writer(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "LARGE", 10)
    log = tmp_path / "web.log"
    with log.open("a") as writer:
        writer.write("a long first line\n")
        writer.flush()
        logs.rotate_while_running(log)
        writer.write("next\n")
    assert log.read_text() == "next\n"
    assert (tmp_path / "web.log.1").read_text() == "a long first line\n"


def test_an_empty_log_is_no_generation(tmp_path):
    (tmp_path / "web.log").touch()
    logs.rotate(tmp_path / "web.log")
    assert not (tmp_path / "web.log.1").exists()
