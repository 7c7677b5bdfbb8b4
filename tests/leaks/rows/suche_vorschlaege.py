"""What is suggested while typing, the search for programs, and hits as a file."""

from tests.leaks.row import ALL, SEARCH, api, get, post
from tests.leaks.rows.listen import READ

ROWS = [
    get("web:suche", "suche/", ALL),  # with examples made of files
    get("web:suche-vorschlaege", f"suche/vorschlaege/{SEARCH}", ALL),
    get("web:suche-vorschlaege", "suche/vorschlaege/?q=Mk", ALL),
    get("web:suche-vorschlaege", "suche/vorschlaege/", ALL),
    post("akten:suche-ausgabe", f"suche/ausgabe/{SEARCH}", READ, other=403),
    api("suggest", "suche/vorschlaege?q=Mk", ALL),
    api("find_all", f"suche{SEARCH}&facetten=true&erklaeren=true", ALL),
]
