"""A PulseAudio server of its own, with a loudspeaker and a microphone that are made of nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
_PATIENCE = 15.0


def missing() -> list[str]:
    """The programs that are not here."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


class Pulse:
    """The coach speaks into the sink "coach"; what is played into the sink "room" is at the microphone.

    Args:
        folder: its sockets and files; with a short path, since the system limits those of sockets.
    """

    def __init__(self, folder: Path) -> None:
        self.environment = {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder / "run"),
            "PULSE_STATE_PATH": str(folder / "state"),
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_SERVER": f"unix:{folder / 'native'}",
        }
        self._socket = folder / "native"
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server with its two sinks."""
        self._server = subprocess.Popen(
            ["pulseaudio", "--system=false", "--daemonize=no", "--exit-idle-time=-1", "-n",
             "-L", f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}"],
            env={**os.environ, **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + _PATIENCE
        while self.run("pactl", "info", check=False).returncode != 0:
            if time.monotonic() > until or self._server.poll() is not None:
                raise TimeoutError("PulseAudio does not start here")
            time.sleep(0.05)
        self.plug_in()

    def plug_in(self) -> None:
        """The loudspeaker and the microphone are there, as the system's own choice."""
        for name in ("coach", "room"):
            about = f"sink_properties=device.description={name.title()}"
            self.run("pactl", "load-module", "module-null-sink", f"sink_name={name}", about)
        self.run("pactl", "set-default-sink", "coach")
        self.run("pactl", "set-default-source", "room.monitor")

    def pull_out(self) -> None:
        """Neither is there any more."""
        self.run("pactl", "unload-module", "module-null-sink")

    def kill(self) -> None:
        """The server ends without a word."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **self.environment}
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=check
        )

    def record(self, path: Path) -> subprocess.Popen[bytes]:
        """Begin to write down what the loudspeaker plays, as 16-bit samples at 24 kHz, until terminated."""
        return subprocess.Popen(
            ["parec", "--device=coach.monitor", "--rate=24000", "--channels=1", "--format=s16le",
             "--latency-msec=20", "--raw", str(path)],
            env={**os.environ, **self.environment},
        )  # fmt: skip
