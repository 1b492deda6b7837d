"""Whatever breaks in the middle of a session: the person hears or sees it, and what they did is kept."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from assistant import conversations, quiet
from assistant.client import Message
from coach.clock import ManualClock
from coach.journal import JournalError
from tests.voice.conftest import events
from tests.voice.loose import Held, hold
from tests.voice.stand_in import ScriptedRecogniser, StandInAssistant, cue_sheet
from voice.dsp import Pcm
from voice.recognisers.base import Heard
from voice.recognisers.steady import SteadyRecogniser
from voice.run import SORRY
from voice.trouble import LINES, Troubles

READY = (3.0, "Ready.", True)
IN_SET = 9.0
PROJECT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits and signals as Linux has them")


@pytest.fixture
def folder(tmp_path: Path, speech_cache: Path) -> Path:
    (tmp_path / "speech").symlink_to(speech_cache)
    return tmp_path


def _all_counted(held: Held) -> bool:
    counts = [cue["n"] for cue in held.of("cue") if cue["kind"] == "count"]
    return counts == [1, 2, 3, 1, 2, 3] and len(held.assistant.reports("cue_sheet_done")) == 1


# a full disk


@linux
def test_a_disk_that_fills_up_ends_no_set(folder: Path) -> None:
    """The journal, the events file and the phrases all meet their limit in the middle of the set."""
    code = f"""
import json, resource, signal
from pathlib import Path
from assistant import quiet
from coach.clock import ManualClock
from coach.journal import Journal
from tests.voice.loose import hold
folder = Path({str(folder)!r})
quiet.setup(folder / "log")
journal, clock = Journal.in_folder(folder), ManualClock()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
def note(person, sheet, seconds):
    if seconds > 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
    journal.note_place(person, sheet, seconds, clock.now())
held = hold(folder, {READY!r}, (22.0, "A sentence for the first time.", True),
            clock=clock, note=note, events=folder / "events.jsonl", seconds=30.0)
print(json.dumps([held.status, held.said(), [cue["n"] for cue in held.of("cue") if cue["n"]],
                  len(held.assistant.reports("cue_sheet_done"))]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False, cwd=PROJECT
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    status, said, counts, finished = json.loads(done.stdout)
    assert (status, counts, finished) == (0, [1, 2, 3, 1, 2, 3], 1)
    assert said.count(LINES["events"]) == said.count(LINES["place"]) == 1, "told, and told once"
    for line in (folder / "events.jsonl").read_text().splitlines()[:-1]:
        json.loads(line)


def test_a_place_that_can_not_be_noted_is_told_once_and_the_set_goes_on(folder: Path) -> None:
    def full(*where: Any) -> None:
        raise JournalError("the disk is full")

    held = hold(folder, READY, note=full, seconds=30.0)
    assert _all_counted(held)
    assert held.said().count(LINES["place"]) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_log_that_can_not_be_written_is_no_news_for_the_person(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").symlink_to("/dev/full")
    try:
        quiet.setup(tmp_path / "log")
        logging.getLogger("spinecoach").error("something to be noted %s", "x" * 10000)
        quiet.setup(tmp_path / "other.log")
    finally:
        assert "Traceback" not in capfd.readouterr().err


def test_conversations_that_can_not_be_read_are_told_with_what_to_do(tmp_path: Path) -> None:
    damaged = tmp_path / "conversations.db"
    damaged.write_bytes(b"not a database at all" * 100)
    with pytest.raises(conversations.ConversationsError, match=r"can't be used .* Move it away"):
        conversations.check(damaged)
    conversations.check(tmp_path / "new" / "conversations.db")
    (tmp_path / "folder").mkdir()
    with pytest.raises(conversations.ConversationsError):
        conversations.check(tmp_path / "folder")


# the voice


class KillsTheVoice(StandInAssistant):
    """Not the assistant: at "boom" the speaking process is gone, and as broken as is asked."""

    broken: Any = None

    def say(self, person: str, text: str, at: float | None = None) -> list[Message]:
        if "boom" in text.casefold():
            for child in psutil.Process().children():
                with contextlib.suppress(psutil.Error):  # one that has ended and waits to be buried
                    if any("worker.py" in part for part in child.cmdline()):
                        os.kill(child.pid, signal.SIGKILL)
            if self.broken is not None:
                self.broken()
            return [Message(f"Nobody has ever said this sentence, number {len(self.told)}.")]
        return super().say(person, text, at)


@linux
def test_a_voice_that_crashes_in_the_middle_of_a_set_is_started_again(folder: Path) -> None:
    held = hold(folder, READY, (IN_SET, "I heard a boom.", True), assistant=KillsTheVoice(), seconds=30.0)
    assert _all_counted(held)
    answer = next(event for event in held.of("say") if event["text"].startswith("Nobody"))
    assert answer["t"] < IN_SET + 5 and LINES["voice"] not in held.said()


@linux
def test_a_voice_that_is_gone_for_good_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = KillsTheVoice(answers={"exercise": []})
    assistant.broken = lambda: monkeypatch.setattr("voice.speech.process._WORKER", folder / "gone.py")
    sheet = cue_sheet()
    sheet["cues"][0]["say"] = "A cue that was never spoken before."
    assistant.sheet = sheet
    held = hold(folder, (2.0, "Boom.", True), (20.0, "Ready.", True), assistant=assistant, seconds=40.0)
    assert held.status == 0
    said = held.said()
    assert said.count(LINES["voice"]) == 2, "each time the person speaks, they hear why"
    assert any(text.startswith("Nobody") for text in said), "what could not be spoken is read"
    assert held.of("cue") == [], "nobody counts in silence"
    assert held.assistant.reports("cue_sheet_stopped") == [("cue_sheet_stopped", 0.0, "lost")]
    assert any("speech engine" in event["text"] for event in held.of("note"))


def test_an_assistant_that_breaks_down_is_told(folder: Path) -> None:
    held = hold(folder, (2.0, "Boom.", True), assistant=StandInAssistant(fails_on="boom"))
    assert SORRY.startswith(held.said()[1][:10])


# the recogniser


class Crashes(ScriptedRecogniser):
    """Not a recogniser: it breaks at a second of the input."""

    def __init__(self, at: float, *heard: tuple[float, str, bool]) -> None:
        super().__init__(*heard)
        self._at = at

    def accept(self, frame: Pcm) -> list[Heard]:
        heard = super().accept(frame)
        if self._taken / 16000 > self._at:
            raise RuntimeError("the engine broke down")
        return heard


def test_a_recogniser_that_breaks_is_made_anew_and_hears_on(folder: Path) -> None:
    anew = ScriptedRecogniser((2.0, "Stop.", True))
    held = hold(folder, recogniser=Crashes(IN_SET, READY), others=[lambda: anew], seconds=25.0)
    assert LINES["words again"] in held.said() and held.status == 0
    heard = held.of("heard")[-1]
    assert heard["text"] == "Stop." and heard["t"] == pytest.approx(IN_SET + 2, abs=0.1)
    assert [entry[2] for entry in held.assistant.reports("cue_sheet_stopped")] == ["stop"]
    assert anew.modes[0] == "command", "it listens for what the broken one listened for"


def test_seconds_go_on_from_where_the_broken_one_was(folder: Path) -> None:
    """The guard against the coach's own voice goes by them."""
    steady = SteadyRecogniser(Crashes(1.0), [lambda: ScriptedRecogniser((2.0, "Stop.", True))], Troubles())
    heard = [h for _ in range(200) for h in steady.accept(np.zeros(320, dtype=np.int16))]
    assert [(h.text, h.start, h.end) for h in heard] == [("Stop.", pytest.approx(2.62), pytest.approx(3.02))]


def test_another_recogniser_takes_its_place_where_it_can_not_be_made_anew(folder: Path) -> None:
    def fails() -> Any:
        raise RuntimeError("no memory")

    other = ScriptedRecogniser((2.0, "Thank you.", True))
    held = hold(folder, recogniser=Crashes(5.0), others=[fails, lambda: other])
    assert ("say", "Thank you.", None) in held.assistant.told


def test_without_any_recogniser_the_set_ends_and_keys_do(folder: Path) -> None:
    keys = ((IN_SET + 4, "ready"), (IN_SET + 12, "stop"), (IN_SET + 18, "goodbye"))
    held = hold(folder, recogniser=Crashes(IN_SET, READY), keys=keys, seconds=60.0)
    assert held.status == 0 and LINES["words gone"] in held.said()
    assert [entry[2] for entry in held.assistant.reports("cue_sheet_stopped")] == ["lost", "stop"]


def test_without_any_recogniser_and_keys_it_ends_safely(folder: Path) -> None:
    held = hold(folder, recogniser=Crashes(IN_SET, READY), seconds=60.0)
    assert held.status == 1 and "recogniser has failed" in held.told[-1]
    assert held.said()[-2:] == [LINES["words end"], "We wait."]
    assert held.events[-1]["t"] < IN_SET + 10
    assert [entry[2] for entry in held.assistant.reports("cue_sheet_stopped")] == ["lost"]


# time


class Jumps(ManualClock):
    """A clock whose time of day is set to another while it runs."""

    shift = timedelta()

    def now(self) -> datetime:
        return super().now() + self.shift


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_set_disturbs_no_set(folder: Path, hours: int) -> None:
    def cues(jump: bool) -> list[Any]:
        clock = Jumps()

        def note(person: str, sheet: str, seconds: float) -> None:
            if jump and seconds > 0:
                clock.shift = timedelta(hours=hours)

        held = hold(folder, READY, clock=clock, note=note, seconds=30.0)
        assert _all_counted(held)
        return [(cue["kind"], cue["n"], cue["t"]) for cue in held.of("cue")]

    assert cues(jump=True) == cues(jump=False)


@pytest.mark.slow
@pytest.mark.parametrize("hours", [-1, 1])
def test_nor_does_the_assistant_take_it_for_time_that_passed(
    tmp_path: Path, speech_cache: Path, trained: Any, hours: int
) -> None:
    from dataclasses import replace

    from assistant.local import LocalAssistant
    from coach.journal import Journal

    def said(name: str, jump: bool) -> list[Any]:
        home = tmp_path / name
        home.mkdir()
        (home / "speech").symlink_to(speech_cache)
        Journal.in_folder(home).remember("ann", consent=1.0, region="uk", screened=4e9)
        clock = Jumps()

        def note(person: str, sheet: str, seconds: float) -> None:
            if jump and seconds > 0:
                clock.shift = timedelta(hours=hours)

        words = ((2.0, "start seated flexion", True), (30.0, "ready", True), (50.0, "how many left", True))
        with LocalAssistant(replace(trained, data_dir=home), clock, place="speaker") as assistant:
            held = hold(home, *words, seconds=110.0, clock=clock, note=note, assistant=assistant)
        return [(event["text"], event["t"]) for event in held.of("say")]

    assert said("jumping", True) == said("steady", False)


# the process


@linux
@pytest.mark.slow
def test_a_process_that_is_killed_in_a_set_offers_that_repetition_the_next_time(
    folder: Path, trained: Any
) -> None:
    from dataclasses import replace

    from assistant.local import LocalAssistant
    from coach.journal import Journal

    journal = Journal.in_folder(folder)
    journal.remember("ann", consent=1.0, region="uk", screened=4e9)
    code = f"""
import os, signal
from dataclasses import replace
from pathlib import Path
from assistant.settings import Settings
from assistant.local import LocalAssistant
from coach.clock import ManualClock
from coach.journal import Journal
from tests.voice.loose import hold
folder, clock, noted = Path({str(folder)!r}), ManualClock(), []
journal = Journal.in_folder(folder)
def note(person, sheet, seconds):
    journal.note_place(person, sheet, seconds, clock.now())
    noted.append(seconds)
    if len(noted) == 3:  # the start of the sheet, the first repetition, the second
        os.kill(os.getpid(), signal.SIGKILL)
settings = Settings(models=Path({str(trained.models)!r}), data_dir=folder)
with LocalAssistant(settings, clock, place="speaker") as assistant:
    hold(folder, (2.0, "start seated flexion", True), (30.0, "ready", True), seconds=200.0,
         clock=clock, note=note, assistant=assistant, events=folder / "events.jsonl")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False, cwd=PROJECT
    )
    assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]
    assert [event["rep"] for event in events(folder / "events.jsonl") if event["event"] == "cue"][-1] == 2
    clock = ManualClock()
    clock.advance(120)
    with LocalAssistant(replace(trained, data_dir=folder), clock, place="speaker") as assistant:
        greeting = " ".join(message.text for message in assistant.greet("ann"))
    assert "two of" in greeting, greeting
