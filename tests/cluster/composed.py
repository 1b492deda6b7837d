"""What deploy/compose.yml asks for, made to run here without containers: same commands, other addresses."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from assistant.settings import PROJECT


class Composed:
    """The services of the compose file, with the secrets filled in.

    Args:
        secrets: values for what the file takes from its surroundings.
        ports: for each service, the port it has inside its container and the one it has here.
    """

    def __init__(self, secrets: Mapping[str, str], ports: Mapping[str, tuple[int, int]]) -> None:
        text = (PROJECT / "deploy" / "compose.yml").read_text("utf-8")
        self._secrets, self._ports = secrets, ports
        self._services: dict[str, dict[str, Any]] = yaml.safe_load(text)["services"]

    def environment(self, service: str) -> dict[str, str]:
        """The environment of a service, with every address that of this machine."""
        given = self._services[service]["environment"]
        return {name: self._here(self._filled(value)) for name, value in given.items()}

    def command(self, service: str) -> list[str]:
        """The command of a service, listening on the port it has here."""
        inside, here = self._ports[service]
        command = [self._filled(part) for part in self._services[service]["command"]]
        command = [str(here) if part == str(inside) else part for part in command]
        own = Path(sys.executable).parent / command[0]
        return [str(own) if own.is_file() else command[0], *command[1:]]

    def _filled(self, value: str) -> str:
        return re.sub(r"\$\{(\w+)(:\?[^}]*)?\}", lambda found: self._secrets[found[1]], value)

    def _here(self, value: str) -> str:
        for name, (inside, here) in self._ports.items():
            value = value.replace(f"{name}:{inside}", f"127.0.0.1:{here}")
            value = {name: "127.0.0.1", str(inside): str(here)}.get(value, value)
        return "127.0.0.1" if value == "0.0.0.0" else value
