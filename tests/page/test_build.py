"""What is shipped is what its sources say, and needs nothing of others."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from assistant.web import site
from tests.readability import too_hard

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
NO_SOURCES = {"node_modules", ".npmrc"}
"""As in web/vite.config.ts."""


def digest(folder: Path, skip: tuple[str, ...] = ()) -> str:
    """One hash over names and contents, as web/vite.config.ts makes it."""
    total = hashlib.sha256()
    found = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and not NO_SOURCES & set(path.relative_to(folder).parts)
    }
    for name in sorted(set(found) - set(skip)):
        total.update(f"{name}\n{hashlib.sha256(found[name].read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def test_the_shipped_build_is_made_from_these_sources() -> None:
    record = json.loads((site.FOLDER / site.RECORD).read_text())
    assert record["sources"] == digest(WEB), "Run `npm ci && npm run build` in web/."
    assert record["files"] == digest(site.FOLDER, (site.RECORD,)), "The build was changed by hand."
    assert record["build"] == record["sources"][:16] == site.build_name()


def test_the_build_loads_nothing_from_elsewhere() -> None:
    for path, shipped in site.files().items():
        if not shipped.kind.startswith(("text/", "application/")):
            continue
        addresses = set(re.findall(r"https?://[^\s\"'`)]+", shipped.body.decode()))
        assert addresses <= {"http://www.w3.org/2000/svg"}, path
    start = site.files()["/"].body.decode()
    assert "style=" not in start and "<style" not in start and "onclick" not in start


def test_the_build_is_small() -> None:
    assert sum(len(one.body) for path, one in site.files().items() if path.startswith("/assets/")) < 100_000


def test_no_host_of_packages_is_named() -> None:
    assert '"resolved"' not in (WEB / "package-lock.json").read_text()


def test_the_words_of_the_page_are_plain() -> None:
    words = json.loads((WEB / "src" / "words.json").read_text())
    filled = [re.sub(r"\{\w+\}", "two", text) for text in words.values()]
    assert too_hard([text for text in filled if text.endswith(".")]) == []
    used = "\n".join(path.read_text() for path in (WEB / "src").glob("*.ts"))
    assert {key for key in words if f'"{key}"' not in used} - {"title"} == set()
