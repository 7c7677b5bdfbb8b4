"""Run by the Python that LibreOffice brings: edit a document over WebDAV as a person would.

`libreoffice.py PROFILE ADDRESS LOGIN KEY TEXT END`: open, add TEXT, store, add it again, store; END is `close`, or
`die` for a program that is killed. Prints what happened as JSON.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.task import XInteractionHandler2

PATIENCE = 60


class Person(unohelper.Base, XInteractionHandler2):
    """Types login and key when the program asks, and says no to everything else."""

    def __init__(self, login: str, key: str):
        self.login, self.key, self.asked = login, key, 0

    def handleInteractionRequest(self, request) -> bool:
        """Answer one question."""
        for choice in request.getContinuations():
            if hasattr(choice, "setPassword"):
                self.asked += 1
                choice.setUserName(self.login)
                choice.setPassword(self.key)
                choice.select()
                return True
        return False

    def handle(self, request) -> None:
        """Answer one question."""
        self.handleInteractionRequest(request)


def begin(profile: str) -> subprocess.Popen:
    """Start the program with a fresh profile."""
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
    command.append("--accept=pipe,name=verbundakte;urp;")
    return subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)


def desktop_of():
    """Return its desktop, once it is there."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here
    )
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            there = resolver.resolve("uno:pipe,name=verbundakte;urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > ends:
                raise
            time.sleep(0.3)
        else:
            return there.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", there
            )


def option(name: str, value) -> PropertyValue:
    """Return one named value."""
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def edit(desktop, address: str, person: Person, text: str, *, dies: bool) -> dict:
    """Open, write, store; return what was seen."""
    options = [option("Hidden", value=True), option("InteractionHandler", person)]
    options.append(option("AuthenticationHandler", person))
    document = desktop.loadComponentFromURL(address, "_blank", 0, tuple(options))
    told = {"read": document.Text.String, "readonly": document.isReadonly(), "stored": 0}
    if not told["readonly"]:
        for _ in range(2):
            document.Text.insertString(document.Text.End, text, False)
            document.store()
            told["stored"] += 1
    if not dies:
        document.close(True)
    return told | {"asked": person.asked > 0}


def main(profile: str, address: str, login: str, key: str, text: str, end: str) -> None:
    """Do it and end the program, one way or the other."""
    program = begin(profile)
    try:
        desktop = desktop_of()
        told = edit(desktop, address, Person(login, key), text, dies=end == "die")
        print(json.dumps(told))
        if end == "close":
            with contextlib.suppress(Exception):  # it goes before it has answered
                desktop.terminate()
            program.wait(PATIENCE)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
