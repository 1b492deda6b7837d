"""A PostgreSQL and a Redis of the test's own, from the machine's packages, gone when the block ends."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.settings import PROJECT

pytest.importorskip("psycopg2", reason="The extra `cluster` is not installed here")
redis = pytest.importorskip("redis", reason="The extra `cluster` is not installed here")

PATIENCE = 30.0


def postgres_programs() -> Path:
    """The folder of initdb and postgres; the test is skipped by name where there is none."""
    # Debian keeps them off PATH, a folder for each version.
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda f: float(f.parent.name))
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    for folder in reversed(folders):
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    pytest.skip("PostgreSQL is not installed here")


def redis_program() -> str:
    """The Redis server; the test is skipped by name where there is none."""
    return shutil.which("redis-server") or pytest.skip("Redis is not installed here")


@contextmanager
def postgres(port: int, environment: dict[str, str]) -> Iterator[None]:
    """PostgreSQL as its image sets it up: user, password and database by POSTGRES_..., then databases.sql."""
    programs = postgres_programs()
    user, password = environment["POSTGRES_USER"], environment["POSTGRES_PASSWORD"]
    with tempfile.TemporaryDirectory(prefix="spinecoach-") as name:
        folder, other = Path(name), _not_root()
        (folder / "password").write_text(password, "utf-8")
        if other:
            for path in (folder, folder / "password"):
                os.chown(path, other["user"], other["group"])
        as_user: dict[str, Any] = {"cwd": folder, **other}
        made = subprocess.run(
            [
                *(str(programs / "initdb"), "--pgdata", str(folder / "data"), "--username", user),
                *("--pwfile", str(folder / "password"), "--auth", "scram-sha-256"),
                *("--encoding", "UTF8", "--locale", "C", "--no-sync"),
            ],
            capture_output=True,
            text=True,
            timeout=PATIENCE * 2,
            **as_user,
        )
        assert made.returncode == 0, made.stdout + made.stderr
        command = [
            *(str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), "-F"),
            *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
        ]

        def ready() -> None:
            _sql(_url(port, environment, "postgres"), "SELECT 1")

        with _process(command, ready, (sa.exc.OperationalError,), signal.SIGINT, **as_user):
            _sql(_url(port, environment, "postgres"), f"CREATE DATABASE {environment['POSTGRES_DB']}")
            _sql(
                _url(port, environment, environment["POSTGRES_DB"]),
                (PROJECT / "deploy" / "databases.sql").read_text("utf-8"),
            )
            yield


@contextmanager
def locks(command: list[str], port: int, password: str, folder: Path) -> Iterator[Any]:
    """Redis by its command, on this machine only, and a way to look into it."""
    command = [
        redis_program(),
        *command[1:],
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        str(folder),
    ]
    client = redis.Redis(port=port, db=1, password=password, decode_responses=True)  # db 1: Rasa's choice
    with client, _process(command, client.ping, (redis.ConnectionError,), signal.SIGTERM):
        yield client


def count_events(port: int, environment: dict[str, str], person: str) -> int:
    """How many entries PostgreSQL holds of a person's conversation."""
    url = _url(port, environment, environment["POSTGRES_DB"])
    return int(_sql(url, "SELECT count(*) FROM events WHERE sender_id = :person", person=person))


def _not_root() -> dict[str, int]:
    """PostgreSQL will not run as root; its packages bring a user for it."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid}


def _url(port: int, environment: dict[str, str], database: str) -> Any:
    user, password = environment["POSTGRES_USER"], environment["POSTGRES_PASSWORD"]
    return sa.engine.URL.create("postgresql", user, password, "127.0.0.1", port, database)


def _sql(url: Any, text: str, **values: str) -> Any:
    """Run one statement; the first value of its answer, if it has one."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        answer = connection.execute(sa.text(text), values)
        return answer.scalar() if answer.returns_rows else None


@contextmanager
def _process(
    command: list[str],
    ready: Callable[[], object],
    not_yet: tuple[type[Exception], ...],
    end: signal.Signals,
    **how: Any,
) -> Iterator[None]:
    """The command, from when it is ready until the end of the block."""
    with tempfile.TemporaryFile() as log:

        def told() -> str:
            log.seek(0)
            return log.read().decode(errors="replace")[-2000:]

        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, **how)
        try:
            until = time.monotonic() + PATIENCE
            while True:
                assert process.poll() is None, f"{command[0]} ended: {told()}"
                try:
                    ready()
                    break
                except not_yet:
                    assert time.monotonic() < until, f"{command[0]} is not ready: {told()}"
                    time.sleep(0.05)  # a process of its own: there is nothing to wait on but its port
            yield
        finally:
            process.send_signal(end)
            try:
                process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
