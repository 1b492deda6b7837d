"""Rasa's own commands still work on this project, with the real TensorFlow and a separate action server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assistant.settings import PROJECT
from tests.assistant.serving import free_port, post, running
from tests.assistant.tiny import write


def _yaml(path: Path) -> dict[str, dict[str, object]]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_the_files_for_several_servers_name_what_is_there(
    monkeypatch: pytest.MonkeyPatch, tiny: object
) -> None:
    from rasa.core.utils import AvailableEndpoints

    text = (PROJECT / "deploy" / "endpoints.yml").read_text()
    names = set(re.findall(r"\$\{(\w+)\}", text))
    given = _yaml(PROJECT / "deploy" / "compose.yml")["services"]["actions"]["environment"]  # type: ignore[index]
    assert names <= set(given)
    for name in names:
        monkeypatch.setenv(name, "1" if name.endswith("PORT") else "somewhere")
    endpoints = AvailableEndpoints.read_endpoints(str(PROJECT / "deploy" / "endpoints.yml"))
    assert endpoints.tracker_store.type == "assistant.store.CoachTrackerStore"
    assert endpoints.tracker_store.kwargs["dialect"] == "postgresql"
    assert (endpoints.lock_store.type, endpoints.action.url) == ("redis", "somewhere")


def test_nothing_of_the_compose_file_is_open_to_the_world() -> None:
    services = _yaml(PROJECT / "deploy" / "compose.yml")["services"]
    ports = {name: service.get("ports", []) for name, service in services.items()}  # type: ignore[attr-defined]
    assert ports.pop("server") == ["127.0.0.1:5005:5005"]
    assert not any(ports.values())


@pytest.mark.slow
def test_rasa_train_run_and_run_actions(tmp_path: Path) -> None:
    write(tmp_path / "project")
    rasa = str(Path(sys.executable).parent / "rasa")
    environment = {
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_CACHE_DIRECTORY": str(tmp_path / "cache"),
        "SPINECOACH_DATA_DIR": str(tmp_path / "home"),
        "SPINECOACH_TOKEN": "",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    made = subprocess.run(
        [
            *(rasa, "train", "--data", str(tmp_path / "project" / "data"), "--config", "config.yml"),
            *("--domain", "domain.yml", "--out", str(tmp_path / "models")),
        ],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert made.returncode == 0, made.stderr[-2000:]
    [model] = (tmp_path / "models").glob("*.tar.gz")

    actions, server = free_port(), free_port()
    endpoints = _yaml(PROJECT / "endpoints.yml")
    endpoints["action_endpoint"]["url"] = f"http://127.0.0.1:{actions}/webhook"
    (tmp_path / "endpoints.yml").write_text(yaml.safe_dump(endpoints))
    url = f"http://127.0.0.1:{server}"
    run_actions = [rasa, "run", "actions", "--port", str(actions)]
    run_server = [
        *(rasa, "run", "--model", str(model), "--endpoints", str(tmp_path / "endpoints.yml")),
        *("--credentials", "credentials.yml", "--interface", "127.0.0.1", "--port", str(server)),
    ]
    with running(run_actions, f"http://127.0.0.1:{actions}/health", environment, tmp_path / "actions.log"):
        with running(run_server, f"{url}/webhooks/rest/", environment, tmp_path / "server.log"):
            status, messages = post(
                f"{url}/webhooks/rest/webhook", {"sender": "ann", "message": "hello coach"}
            )
            assert status == 200 and messages and messages[0]["text"]
            status, messages = post(f"{url}/webhooks/rest/webhook", {"sender": "ann", "message": "/restart"})
            assert status == 200 and messages[0]["text"]
    assert (tmp_path / "home" / "conversations.db").is_file()
    assert (tmp_path / "home" / "journal.sqlite").is_file()
