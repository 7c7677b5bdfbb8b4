"""Our own part in each conversion has a revision, stored with the program's version.

Text of office files, mails and the like is read by our own code alone; its modules carry their
revision in their TOOL. Raise a number when that conversion gives a better result: what older ones
made counts as outdated then, and `rebuild renditions` makes it anew.
"""

REVISIONS = {
    "archive": 1,
    "office": 2,
    "ocr": 2,
    "page": 2,
    "pdf": 3,
    "picture": 1,
    "repair": 1,
    "straight": 1,
}


def stamped(name: str, *programs: str) -> str:
    """Return the programs of a conversion with our revision of it, as stored with its results."""
    return ", ".join([*programs, f"Umwandlung {REVISIONS[name]}"])
