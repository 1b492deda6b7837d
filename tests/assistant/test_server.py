"""What the server refuses before it opens a port."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.channel import is_loopback
from assistant.server import ServeRefused, check, serve
from assistant.settings import Settings


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "coach.local", ""])
def test_other_machines_need_a_token(host: str) -> None:
    with pytest.raises(ServeRefused, match="SPINECOACH_TOKEN") as refused:
        check(host, None)
    assert str(refused.value).count("\n") == 0
    check(host, "a secret")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.1.2.3"])
def test_this_machine_needs_none(host: str) -> None:
    check(host, None)
    with pytest.raises(ServeRefused):
        check(host, None, api=True)


def test_it_is_refused_before_anything_is_trained(tmp_path: Path) -> None:
    settings = replace(Settings(), models=tmp_path / "models", data_dir=tmp_path / "home")
    with pytest.raises(ServeRefused):
        serve(settings, host="0.0.0.0")
    assert not (tmp_path / "models").exists()


def test_addresses_of_this_machine() -> None:
    assert all(is_loopback(a) for a in ("127.0.0.1", "::1", "localhost"))
    assert not any(is_loopback(a) for a in ("10.0.0.1", "fe80::1%eth0", "127.0.0.1.example.com", "", None))
