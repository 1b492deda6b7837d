"""The fetched model, against a real host on the loopback: progress, resume, checksum, sentences."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from voice.errors import VoiceError
from voice.options import VoiceOptions
from voice.recognisers import choose
from voice.recognisers.download import Unreachable, ensure
from voice.recognisers.settings import Models, VoskSource, models

NAME = "vosk-model-tiny"


def _archive() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(f"{NAME}/am/final.mdl", np.random.default_rng(1).bytes(900_000))
        archive.writestr(f"{NAME}/conf/model.conf", "--beam=1\n")
    return data.getvalue()


class Host:
    """A host of one file; `breaks_after` bytes it closes the connection once."""

    def __init__(self) -> None:
        self.data = _archive()
        self.breaks_after: int | None = None
        self.ranges: list[str | None] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = self.headers.get("Range")
                host.ranges.append(asked)
                start = int(asked.split("=")[1].rstrip("-")) if asked else 0
                body = host.data[start:]
                self.send_response(206 if asked else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if host.breaks_after is not None:
                    body, host.breaks_after = body[: host.breaks_after], None
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def source(self, sha256: str | None = None) -> VoskSource:
        return VoskSource(
            name=NAME,
            url=f"http://127.0.0.1:{self._server.server_port}/{NAME}.zip",
            bytes=len(self.data),
            sha256=sha256 or hashlib.sha256(self.data).hexdigest(),
            licence="ours",
        )

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def host() -> Iterator[Host]:
    made = Host()
    yield made
    made.close()


def test_it_comes_once_with_progress(host: Host, tmp_path: Path) -> None:
    told: list[str] = []
    folder = ensure(host.source(), tmp_path / "models", told.append)
    assert (folder / "am" / "final.mdl").stat().st_size == 900_000
    assert "once" in told[0] and "100 %" in told[-1]
    assert ensure(host.source(), tmp_path / "models", told.append) == folder
    assert host.ranges == [None]
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == [NAME]


def test_it_goes_on_where_it_broke_off(host: Host, tmp_path: Path) -> None:
    host.breaks_after = 400_000
    with pytest.raises(Unreachable, match="goes on where it ended"):
        ensure(host.source(), tmp_path, lambda _: None)
    have = (tmp_path / f"{NAME}.zip.part").stat().st_size
    assert have > 0
    assert (ensure(host.source(), tmp_path, lambda _: None) / "conf").is_dir()
    assert host.ranges == [None, f"bytes={have}-"]


def test_something_else_than_expected_is_not_kept(host: Host, tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="not the one I expected"):
        ensure(host.source(sha256="0" * 64), tmp_path, lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_a_host_that_is_not_there_is_told_in_a_sentence(host: Host, tmp_path: Path) -> None:
    source = host.source()
    host.close()
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1.* can't be reached"):
        ensure(source, tmp_path, lambda _: None)


def test_whisper_takes_over_and_says_so_in_one_line(host: Host, tmp_path: Path) -> None:
    sources = Models(vosk=host.source(), whisper=models().whisper)
    host.close()
    told: list[str] = []
    chosen = choose(VoiceOptions(data_dir=tmp_path, recognizer="auto"), told.append, sources)
    assert chosen.name == "whisper"
    assert [line for line in told if "Whisper" in line] == [told[-1]]
    with pytest.raises(VoiceError, match="can't be reached"):
        choose(VoiceOptions(data_dir=tmp_path, recognizer="vosk"), told.append, sources)


def test_a_name_that_is_no_recogniser_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="auto, vosk or whisper"):
        choose(VoiceOptions(data_dir=tmp_path, recognizer="siri"), print)


def test_half_a_model_is_never_taken_for_a_whole_one(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", broken)
        with pytest.raises(VoiceError, match="the disk is full"):
            ensure(host.source(), tmp_path, lambda _: None)
    assert not (tmp_path / NAME).exists()
    assert (ensure(host.source(), tmp_path, lambda _: None) / "am").is_dir()
