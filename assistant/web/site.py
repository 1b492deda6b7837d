"""The files of the page, held in memory, and the headers that keep others out of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanic import response
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

FOLDER = Path(__file__).resolve().parents[1] / "page"
START = "index.html"
RECORD = "build.json"
"""Says what the build was made from; no part of the page."""
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
"""Nothing from elsewhere, nothing written into the page itself, and no frame round it."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"


@dataclass(frozen=True)
class Shipped:
    """A file of the build as it is sent."""

    body: bytes
    kind: str
    tag: str
    kept: str


def files(folder: Path = FOLDER) -> dict[str, Shipped]:
    """The build by its addresses. The names under `assets/` hold a hash of their content."""
    found: dict[str, Shipped] = {}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if not file.is_file() or name == RECORD or file.suffix not in KINDS:
            continue
        body = file.read_bytes()
        kept = FOR_GOOD if name.startswith("assets/") else ASK_FIRST
        found[f"/{name}"] = Shipped(body, KINDS[file.suffix], f'"{hashlib.sha256(body).hexdigest()}"', kept)
    if f"/{START}" in found:
        found["/"] = found[f"/{START}"]
    return found


def build_name(folder: Path = FOLDER) -> str:
    """The name of the build that is shipped, by which an open page knows that it is out of date."""
    try:
        return str(json.loads((folder / RECORD).read_text(encoding="utf-8"))["build"])
    except (OSError, ValueError, KeyError):
        return ""


def add(app: Any, folder: Path = FOLDER) -> None:
    """Serve the page at `/`, and give every answer of the server the headers."""
    shipped = files(folder)

    @app.middleware("request")  # type: ignore[untyped-decorator]
    async def start(request: Request) -> HTTPResponse | None:
        # Rasa has a greeting of its own at "/"
        if request.path == "/" and request.method in ("GET", "HEAD") and "/" in shipped:
            return _send(request, shipped["/"])
        return None

    @app.middleware("response")  # type: ignore[untyped-decorator]
    async def closed(_request: Request, answer: HTTPResponse) -> None:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)

    async def file(request: Request, **_: Any) -> HTTPResponse:
        if request.path not in shipped:
            raise NotFound("There is no such file.")
        return _send(request, shipped[request.path])

    for nth, route in enumerate(sorted(_routes(shipped))):
        app.add_route(file, route, methods=["GET", "HEAD"], name=f"page_file_{nth}")


def _routes(shipped: dict[str, Shipped]) -> set[str]:
    """One address for each file outside of folders, and one for each folder."""
    folders = {f"{path.rpartition('/')[0]}/<name:str>" for path in shipped if path.count("/") > 1}
    return folders | {path for path in shipped if path.count("/") == 1 and path != "/"}


def _send(request: Request, shipped: Shipped) -> HTTPResponse:
    headers = {"Cache-Control": shipped.kept, "ETag": shipped.tag}
    if request.headers.get("if-none-match") == shipped.tag:
        return response.empty(304, headers)
    return response.raw(shipped.body, headers=headers, content_type=shipped.kind)
