"""What the gate says about a file. `result` is one of the four words below."""

from dataclasses import dataclass, field

VERSION = "1"
TOOL = f"Verbundakte PDF/A-Prüfung {VERSION}"
PASSED, FAILED, NONE, UNKNOWN = "bestanden", "nicht bestanden", "kein PDF/A", "nicht prüfbar"
PLACES = 3


@dataclass
class Finding:
    """A rule that is broken: its stable code, the clause of ISO 19005, one German sentence."""

    code: str
    clause: str
    text: str
    count: int = 0
    places: list[str] = field(default_factory=list)

    def note(self, place: str) -> None:
        """Count one more time and remember the first places."""
        self.count += 1
        if place and place not in self.places and len(self.places) < PLACES:
            self.places.append(place)


@dataclass
class Verdict:
    """`part` and `level` are what the file claims; `reason` says why it cannot be judged."""

    result: str
    part: int = 0
    level: str = ""
    findings: list[Finding] = field(default_factory=list)
    reason: str = ""
    version: str = VERSION

    @property
    def profile(self) -> str:
        """What the file claims to be, such as "PDF/A-2b"; empty when it claims nothing."""
        return f"PDF/A-{self.part}{self.level}" if self.part else ""


def verdict_of(told: dict) -> Verdict:
    """Return the verdict that a worker told as a dictionary."""
    findings = [Finding(**each) for each in told["findings"]]
    return Verdict(**{**told, "findings": findings})
