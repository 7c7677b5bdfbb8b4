"""What a converter cannot do, tried for real in a child process behind the walls."""

import json
import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

from verbundakte.core.converters import sandbox

ENTER = """
import json, os, socket, subprocess, sys
from pathlib import Path
from verbundakte.core.converters import sandbox
from verbundakte.core.converters.limits import Limits
sandbox.enter(Path(os.environ["HOME"]), office={office}, limits=Limits())
def attempt(act):
    try:
        return repr(act())
    except (OSError, MemoryError) as refused:
        return type(refused).__name__
"""


@pytest.fixture(params=["wrapped", "bare"])
def inside(request):
    """Run code inside the sandbox: with namespaces where they work, and without any."""

    def run(code: str, *, office: bool = False, arguments: tuple[str, ...] = ()):
        with tempfile.TemporaryDirectory(prefix="va-") as folder:
            temp = Path(folder)
            script = ENTER.format(office=office) + textwrap.dedent(code)
            command = [sys.executable, "-c", script, *arguments]
            environment = sandbox.environment(temp)
            if request.param == "wrapped":
                command = sandbox.wrap(command, temp)
            else:
                environment |= {"HOME": folder, "TMPDIR": folder}
            done = subprocess.run(
                command, capture_output=True, text=True, env=environment, cwd=folder, timeout=60
            )
            assert done.returncode == 0, done.stderr
            return json.loads(done.stdout)

    return run


def test_this_machine_closes_files_and_network():
    assert sandbox.is_closed(), sandbox.capabilities()


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"])
def test_a_converter_cannot_open_a_socket(inside, family):
    code = "print(json.dumps(attempt(lambda: socket.socket(getattr(socket, sys.argv[1])))))"
    assert inside(code, arguments=(family,)) == "PermissionError"


@pytest.mark.parametrize("office", [False, True])
def test_a_grandchild_cannot_open_a_socket_either(inside, office):
    code = """
    inner = "import socket\\ntry:\\n socket.socket()\\nexcept OSError as e: print(type(e).__name__)"
    done = subprocess.run([sys.executable, "-c", inner], capture_output=True, text=True)
    print(json.dumps(done.stdout.strip()))
    """
    assert inside(code, office=office) == "PermissionError"


def test_libreoffice_may_listen_locally_but_reach_nobody(inside):
    code = """
    def reach():
        s = socket.socket(socket.AF_UNIX)
        s.connect(sys.argv[1])
    def send():
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    print(json.dumps([attempt(reach), attempt(send)]))
    """
    with tempfile.TemporaryDirectory() as folder:
        found = inside(code, office=True, arguments=(f"{folder}/socket",))
    assert found == ["ConnectionRefusedError", "PermissionError"]


def test_a_converter_cannot_read_a_file_of_the_data_directory(inside, tmp_path):
    secret = tmp_path / "secret_key"
    secret.write_text("geheim")
    code = """
    path = sys.argv[1]
    reads = [lambda: open(path).read(), lambda: os.listdir(os.path.dirname(path)),
             lambda: open("/etc/shadow").read(), lambda: open("/etc/passwd").read(),
             lambda: open(path, "w"), lambda: os.unlink(path)]
    print(json.dumps([attempt(read) for read in reads]))
    """
    assert set(inside(code, arguments=(str(secret),))) <= {"PermissionError", "FileNotFoundError"}
    assert secret.read_text() == "geheim"


def test_a_converter_sees_nothing_of_the_environment(inside, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://va_app:geheim@/verbundakte")
    found = inside("print(json.dumps([dict(os.environ), os.listdir(os.environ['HOME'])]))")
    environment, home = found
    assert set(environment) <= {*sandbox.environment(Path("x")), "PWD", "LC_CTYPE"}
    assert "geheim" not in json.dumps(environment)
    assert not [name for name in home if name not in Path(sys.prefix).parts]  # where Python lies


def test_a_converter_reads_compiled_files_and_writes_none(inside, monkeypatch):
    kept = f"{sys.prefix}/pycache"  # where ./verbundakte keeps them: below what a converter may read
    monkeypatch.setattr(sys, "pycache_prefix", kept)
    assert inside("print(json.dumps([sys.pycache_prefix, sys.dont_write_bytecode]))") == [kept, True]


def test_a_converter_cannot_read_the_environment_of_the_application(inside, monkeypatch):
    code = """
    read = lambda: open(f"/proc/{sys.argv[1]}/environ", "rb").read()
    print(json.dumps(attempt(read)))
    """
    found = inside(code, arguments=(str(os.getpid()),))
    assert found in ("PermissionError", "FileNotFoundError")


def test_a_converter_gets_no_more_memory_than_allowed(inside):
    assert inside("print(json.dumps(attempt(lambda: bytearray(1 << 30))))") == "MemoryError"


def test_a_converter_cannot_leave_its_process_group(inside):
    assert inside("print(json.dumps(attempt(os.setsid)))") == "PermissionError"
