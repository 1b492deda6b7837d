"""The servers of deploy/ for real: PostgreSQL, Redis, `rasa run actions` and `rasa run`, driven over HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant import starting
from assistant.settings import PROJECT, Settings
from assistant.train import trained_model
from coach.journal import Journal, one_name
from tests.assistant.serving import free_port, post, running
from tests.cluster.composed import Composed
from tests.cluster.services import count_events, locks, postgres, postgres_programs, redis_program

PERSON = "Ann O'Hara"
SECRETS = {"SPINECOACH_TOKEN": "to/ken 1", "SPINECOACH_DB_PASSWORD": "p@ss/w%rd: 'one'"}
ENDPOINTS = str(PROJECT / "deploy" / "endpoints.yml")
WAIT = 20.0


@dataclass
class Cluster:
    """What runs, and how to reach it."""

    composed: Composed
    ports: dict[str, tuple[int, int]]
    redis: Any
    folder: Path
    model: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['server'][1]}/webhooks"

    def environment(self, service: str) -> dict[str, str]:
        own = {"SPINECOACH_DATA_DIR": str(self.folder / service), "TF_CPP_MIN_LOG_LEVEL": "3"}
        return {**self.composed.environment(service), **own}

    @contextmanager
    def server(self, log: str) -> Iterator[None]:
        """`rasa run`, until the end of the block."""
        here = ["--interface", "127.0.0.1", "--model", str(self.model)]
        command = [*self.composed.command("server"), *here]
        with running(command, f"{self.url}/rest/", self.environment("server"), self.folder / log):
            yield

    def send(self, channel: str, **body: Any) -> list[dict[str, Any]]:
        bearer = {"Authorization": f"Bearer {SECRETS['SPINECOACH_TOKEN']}"}
        status, messages = post(f"{self.url}/{channel}/webhook", body, bearer)
        assert status == 200, messages
        return list(messages)

    def say(self, text: str, at: float | None = None) -> list[dict[str, Any]]:
        """Words of the person; `at` in seconds into the sheet, as its player knows it."""
        return self.send("rest", sender=PERSON, message=text, metadata={} if at is None else {"at": at})

    def events(self) -> int:
        return count_events(
            self.ports["database"][1], self.composed.environment("database"), one_name(PERSON)
        )


@pytest.fixture
def cluster(trained: Settings, tmp_path: Path) -> Iterator[Cluster]:
    """All but the server itself, which the test begins and ends."""
    postgres_programs(), redis_program()  # before anything is started
    inside = {"server": 5005, "actions": 5055, "database": 5432, "locks": 6379}
    ports = {name: (port, free_port()) for name, port in inside.items()}
    composed = Composed(SECRETS, ports)
    with ExitStack() as stack:
        stack.enter_context(postgres(ports["database"][1], composed.environment("database")))
        password, (_, port) = SECRETS["SPINECOACH_DB_PASSWORD"], ports["locks"]
        client = stack.enter_context(locks(composed.command("locks"), port, password, tmp_path))
        whole = Cluster(composed, ports, client, tmp_path, trained_model(trained))
        health = f"http://127.0.0.1:{ports['actions'][1]}/health"
        command, environment = composed.command("actions"), whole.environment("actions")
        stack.enter_context(running(command, health, environment, tmp_path / "actions.log"))
        yield whole


@pytest.mark.slow
def test_a_conversation_outlives_its_server(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in cluster.environment("server").items():
        monkeypatch.setenv(name, value)  # the test looks in as one server more
    journal = Journal(cluster.composed.environment("actions")["SPINECOACH_JOURNAL_URL"])
    journal.remember(PERSON, consent=1.0, region="uk", screened=4e9)

    with cluster.server("first.log"):
        status, _ = post(f"{cluster.url}/rest/webhook", {"sender": PERSON, "message": "hello"})
        assert status == 401, "the server answered somebody without the token"
        assert routine(cluster.say("start seated flexion"))["state"] == "ready"
        sheet = sheet_of(cluster.say("ready"))
        cluster.send("player", person=PERSON, report={"name": "cue_sheet_started"})
        kept = cluster.events()
    assert kept > 0, "PostgreSQL holds nothing of the conversation"
    place = journal.place(PERSON)
    assert place is not None and place.sheet == sheet["id"]
    second = next(cue["at"] for cue in sheet["cues"] if cue["rep"] == 2)

    with cluster.server("second.log"):
        told = answered_when_unlocked(cluster, lambda: cluster.say("how many left", at=second))
        assert "You are on number two of four." in told[0]["text"]
        assert cluster.events() > kept
        assert routine(cluster.say("stop", at=second))["state"] == "paused"
        again = sheet_of(cluster.say("carry on"))
        assert min(cue["rep"] for cue in again["cues"] if cue["rep"]) == 2

    journal.close()
    files = [path.name for path in cluster.folder.rglob("*") if path.suffix in (".db", ".sqlite")]
    assert not files, "something was kept on the server's own disk"


def answered_when_unlocked(cluster: Cluster, ask: Any) -> list[dict[str, Any]]:
    """Hold the person's lock as another server would: the answer must wait in Redis until it is let go."""
    key = f"spinecoach:lock:{one_name(PERSON)}"
    assert not cluster.redis.exists(key)
    store = lock_store_of_another_server()
    mine = store.issue_ticket(one_name(PERSON))
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask)
        try:
            until = time.monotonic() + WAIT
            while len(store.get_lock(one_name(PERSON)).tickets) < 2:
                assert not answer.done(), "the server did not ask Redis for the lock"
                assert time.monotonic() < until, "the server never queued for the lock"
                time.sleep(0.02)  # another process queues; Redis tells of it only when asked
            assert not answer.done(), "the server did not wait for its turn"
        finally:
            store.finish_serving(one_name(PERSON), mine)
        told: list[dict[str, Any]] = answer.result(timeout=WAIT)
    assert not cluster.redis.exists(key), "the lock was left behind"
    return told


def lock_store_of_another_server() -> Any:
    """What one server more would have by the same endpoints file, from the environment as it is now."""
    starting.prepare(Settings.from_environment())
    from rasa.core.lock_store import LockStore
    from rasa.core.utils import AvailableEndpoints

    return LockStore.create(AvailableEndpoints.read_endpoints(ENDPOINTS).lock_store)


def routine(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """Where the routine stands, as the last message tells it."""
    return dict(messages[-1]["custom"]["routine"])


def sheet_of(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """The one cue sheet among the messages."""
    [sheet] = [found for m in messages if (found := m.get("custom", {}).get("cue_sheet"))]
    return dict(sheet)
