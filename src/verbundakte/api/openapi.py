"""The description of the API (OpenAPI 3.1): German words, examples, errors, scopes, preconditions."""

import copy
from collections.abc import Iterator

from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from verbundakte.api.sentences import SENTENCES
from verbundakte.api.words import SPECIAL, described
from verbundakte.core.access.scopes import READ, WRITE, choices
from verbundakte.core.api.answers import as_json
from verbundakte.core.api.given import is_storable
from verbundakte.core.api.once import HEADER
from verbundakte.core.api.problems import TITLES

SCHEMES = {
    "Schluessel": {
        "type": "http",
        "scheme": "bearer",
        "description": "Zugangsschlüssel einer Person oder eines Fachverfahrens.",
    },
}
PROBLEM = {
    "title": "Problem",
    "type": "object",
    "description": "Ein Fehler nach RFC 9457 mit einem deutschen Satz.",
    "properties": {
        "type": {
            "type": "string",
            "description": "Immer about:blank.",
            "examples": ["about:blank"],
        },
        "title": {"type": "string", "description": "Kurz, was los ist.", "examples": [TITLES[422]]},
        "status": {"type": "integer", "description": "Status der Antwort.", "examples": [422]},
        "detail": {
            "type": "string",
            "description": "Was nicht stimmt und was zu tun ist.",
            "examples": ["Der Vorgang ist zu den Akten verfügt. Nehmen Sie ihn zuerst wieder auf."],
        },
        "fields": {
            "type": "array",
            "description": "Bei 422: welche Angaben fehlen oder nicht passen.",
            "items": {"type": "object"},
            "examples": [[{"feld": "betreff", "grund": "Field required"}]],
        },
    },
}
MATCH = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "Das ETag des Standes, der geändert wird. Fehlt es: 428; ist er überholt: 412.",
    "example": '"019ac4a2-7c00-7000-8000-000000000001-1"',
}
ONCE = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "Frei gewählt. Dieselbe Anfrage mit demselben Schlüssel geschieht einen Tag lang nur"
    " einmal und bekommt dieselbe Antwort; eine andere mit ihm wird abgelehnt (422).",
    "example": "antrag-2026-4711",
}
BYTES = {"schema": {"type": "string", "format": "binary"}}
RANGE = {
    "name": "Range",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "Nur dieser Teil der Bytes.",
    "example": "bytes=0-1048575",
}
KNOWN = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "Das ETag dessen, was man schon hat. Ist es unverändert: 304 ohne Inhalt.",
    "example": '"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"',
}
SENDS_BYTES = {
    "get_original": "application/octet-stream",
    "get_lesefassung": "application/pdf",
    "get_lesefassung_of_dokument": "application/pdf",
}
CONDITIONAL = (*SENDS_BYTES, "get_text", "get_text_of_dokument")
NO_REVISION = (
    "change_dokumente",
    "end_beteiligung",
    "end_verweis",
    "append_upload",
    "drop_upload",
    "end_abonnement",
)
WANT_MATCH = (
    "close_", "reopen_", "assign_", "recall_", "create_ablage", "create_erledigung",
    "create_fassung", "create_postaufgabe", "create_reinschrift", "create_schritte",
    "create_uebergehung", "create_zuleitung", "create_zurueckgabe",
)  # fmt: skip


class Objects(Parser):
    """Takes JSON objects only (a list, too, would pass for a change of nothing) that can be stored."""

    def parse_body(self, request) -> dict:
        """Return the object. Raises ValueError, which is answered with 400."""
        found = super().parse_body(request)
        if not isinstance(found, dict) or not is_storable(found):
            raise ValueError("not an object that can be stored")
        return found


class Json(BaseRenderer):
    """Writes what models tell as `answers.ready` writes the rest."""

    media_type = "application/json"

    def render(self, request, data, *, response_status: int) -> bytes:
        """Return the body of an answer."""
        return as_json(data)


class Api(NinjaAPI):
    """The API with its description in the words of the house."""

    def get_openapi_operation_id(self, operation) -> str:
        """Return the name of the operation: that of its function."""
        return operation.view_func.__name__

    def get_openapi_schema(self, *, path_prefix=None, path_params=None):
        """Return the whole description."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schemas = schema["components"]["schemas"]
        for name, one in schemas.items():
            _describe_schema(name, one)
        schemas["Problem"] = copy.deepcopy(PROBLEM)
        schema["components"]["securitySchemes"] = _schemes()
        operations = {op.view_func.__name__: op for op in self._all_operations()}
        for _, told in _told(schema):
            _describe(told, operations[told["operationId"]], schemas)
        return schema

    def _all_operations(self) -> Iterator:
        for router in self._get_bound_routers():  # the ones below know nothing of their guard
            for view in router.path_operations.values():
                yield from view.operations


def _schemes() -> dict:
    flow = {"tokenUrl": "/api/v1/oauth/token", "scopes": choices()}
    oauth = {
        "type": "oauth2",
        "description": "Kurze Zugangsschlüssel für Fachverfahren.",
        "flows": {"clientCredentials": flow},
    }
    return {**SCHEMES, "Fachverfahren": oauth}


def _told(schema: dict) -> Iterator[tuple[str, dict]]:
    for path, operations in schema["paths"].items():
        for told in operations.values():
            yield path, told


def _describe_schema(name: str, schema: dict) -> None:
    if name.endswith(("Out", "Detail")) and name != "TokenOut":
        schema.pop("required", None)  # `fields` may leave out anything
    for key, one in schema.get("properties", {}).items():
        word = described(key)
        if "description" not in one and word:
            one["description"] = word[0]
        if f"{name}.{key}" in SPECIAL:
            one["examples"] = [SPECIAL[f"{name}.{key}"]]
        elif "examples" not in one and "$ref" not in one:
            one["examples"] = [word[1] if word else example_of(one, {})]
        one.pop("title", None)


def scope_of(operation) -> str:
    """Return the scope an operation needs ("" for none)."""
    for auth in operation.auth_callbacks or []:
        if group := getattr(auth, "group", ""):
            return f"{group}:{READ if operation.methods == ['GET'] else WRITE}"
    return ""


def _describe(told: dict, operation, schemas: dict) -> None:
    scope, name = scope_of(operation), told["operationId"]
    own = told.get("description", "")
    if own == operation.signature.docstring:
        own = SENTENCES[name]
    told["description"] = f"{own}\n\nUmfang: `{scope}`." if scope else own
    parameters = told.setdefault("parameters", [])
    for one in parameters:
        _describe_parameter(one)
    method = operation.methods[0]
    changes = method in ("PATCH", "DELETE") or name.startswith(WANT_MATCH)
    needs = changes and name not in NO_REVISION
    if needs:
        parameters.append({**MATCH, "required": True})
    parameters += [RANGE] * (name in SENDS_BYTES) + [KNOWN] * (name in CONDITIONAL)
    if getattr(operation.view_func, "is_once", False):
        parameters.append(copy.deepcopy(ONCE))
    if told.get("security") is not None or operation.auth_callbacks:
        told["security"] = [{"Schluessel": []}, {"Fachverfahren": [scope] if scope else []}]
    for content in told.get("requestBody", {}).get("content", {}).values():
        _describe_schema(name, content["schema"])
    _answers(told, [412, 428] if needs else [], bool(operation.auth_callbacks))
    _examples(told, schemas)


def _describe_parameter(one: dict) -> None:
    word = described(one["name"], is_parameter=True)
    if word and "description" not in one:
        one["description"] = one["schema"].get("description") or word[0]
    if word and "example" not in one:
        one["example"] = word[1]


def _answers(told: dict, more: list[int], is_guarded: bool) -> None:
    answers = told["responses"]
    name = told["operationId"]
    if kind := SENDS_BYTES.get(name):
        answers[200] = {"description": "Die Bytes.", "content": {kind: BYTES}}
        answers[206] = {"description": "Der Teil.", "content": {kind: BYTES}}
        answers[416] = {"description": "So viele Bytes hat die Datei nicht."}
    if name in CONDITIONAL:
        answers[304] = {"description": "Unverändert."}
    names = {200: "Gelungen", 201: "Angelegt", 204: "Entfernt, ohne Inhalt"}
    for status, answer in answers.items():
        if answer.get("description") in ("OK", "Created", "No Content"):
            answer["description"] = f"{names[int(status)]}."
    general = [400, 401, 403, 404, 422, 503] if is_guarded else [422]
    further = told.pop("x-problems", [])
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    known = {int(status): answer for status, answer in answers.items()}
    for status in sorted({*general, *more, *further}):
        if status in known:
            known[status].setdefault("content", {}).update(problem)
        else:
            answers[status] = {"description": TITLES.get(status, "Fehler"), "content": problem}


def _examples(told: dict, schemas: dict) -> None:
    for content in told.get("requestBody", {}).get("content", {}).values():
        content.setdefault("example", example_of(content["schema"], schemas))
    for status, answer in told["responses"].items():
        for kind, content in answer.get("content", {}).items():
            if int(status) < 300 and kind == "application/json":
                content.setdefault("example", example_of(content["schema"], schemas))


def example_of(schema: dict, schemas: dict, depth: int = 0):
    """Return an example for a schema, put together from the examples of its fields."""
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas, depth)
    if "examples" in schema and schema["examples"][0] not in ([], ""):
        return schema["examples"][0]
    if inner := schema.get("items"):
        nested = depth < 3 and "$ref" in inner
        return (
            [example_of(inner, schemas, depth + 1)] if nested else schema.get("examples", [[]])[0]
        )
    if "properties" in schema:
        fields = schema["properties"].items()
        return {name: example_of(one, schemas, depth + 1) for name, one in fields}
    if "examples" in schema:
        return schema["examples"][0]
    for one in schema.get("anyOf", []) + schema.get("allOf", []):
        if one.get("type") != "null":
            return example_of(one, schemas, depth)
    blank = {"boolean": False, "integer": 0, "number": 0}.get(schema.get("type", ""), "")
    return schema.get("default", schema.get("enum", [blank])[0])
