"""What the libraries say goes to the log file, and a person's screen stays theirs."""

from __future__ import annotations

import logging
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import quiet
from assistant.settings import PROJECT, Settings


@pytest.fixture
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    logging.captureWarnings(False)
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("restored")
def test_warnings_and_log_lines_go_to_the_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "deep" / "spinecoach.log"
    quiet.setup(file)
    warnings.warn("an old spelling", DeprecationWarning, stacklevel=1)
    logging.getLogger("rasa.core").warning("a long story")
    logging.getLogger("rasa.core").info("a detail")
    kept = file.read_text()
    assert "an old spelling" in kept and "a long story" in kept and "a detail" not in kept
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("restored")
def test_verbose_shows_them(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    quiet.setup(tmp_path / "spinecoach.log", verbose=True)
    logging.getLogger("rasa.core").info("a detail")
    out, err = capfd.readouterr()
    assert out == "" and "a detail" in err


@pytest.mark.usefixtures("restored")
def test_a_second_set_up_replaces_the_first(tmp_path: Path) -> None:
    quiet.setup(tmp_path / "one.log")
    quiet.setup(tmp_path / "two.log")
    logging.getLogger("sanic").error("once")
    assert "once" not in (tmp_path / "one.log").read_text()
    assert (tmp_path / "two.log").read_text().count("once") == 1


@pytest.mark.usefixtures("restored")
def test_a_file_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    quiet.setup(tmp_path / "file" / "spinecoach.log")
    logging.getLogger("rasa").error("lost")


def test_what_is_printed_goes_to_the_log_and_ours_to_the_screen(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "noisy"), quiet.printing_to_log("noisy") as on_screen:
        print("theirs")
        with on_screen():
            print("ours")
    print("after")
    assert capfd.readouterr().out == "ours\nafter\n"
    assert [r.getMessage() for r in caplog.records] == ["theirs"]


@pytest.mark.slow
def test_a_whole_conversation_prints_nothing_but_itself(tiny: Settings, tmp_path: Path) -> None:
    """Training, loading and talking in a fresh process, where every library is imported anew."""
    command = [sys.executable, str(Path(__file__).parent / "converse.py"), str(tiny.project)]
    done = subprocess.run(
        [*command, str(tmp_path / "models"), str(tmp_path / "home")],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1 and done.stdout.startswith('{"replies"')
    assert (tmp_path / "home" / "spinecoach.log").stat().st_size > 0
