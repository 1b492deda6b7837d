"""Which messaging apps are set up, from the environment, and what is missing where one is set up by half."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

TELEGRAM_API = "https://api.telegram.org"
SLACK_API = "https://slack.com/api/"
TWILIO_API = "https://api.twilio.com"


@dataclass(frozen=True)
class TelegramOptions:
    """A bot of Telegram."""

    token: str
    api: str = TELEGRAM_API


@dataclass(frozen=True)
class SlackOptions:
    """An app of Slack: with `app_token` it calls Slack (Socket Mode), with `secret` Slack calls here."""

    token: str
    secret: str | None = None
    app_token: str | None = None
    api: str = SLACK_API


@dataclass(frozen=True)
class WhatsAppOptions:
    """A WhatsApp number at Twilio.

    `url` is where Twilio reaches this server, as it is entered there without the path.
    """

    account: str
    secret: str
    number: str
    url: str
    api: str = TWILIO_API


@dataclass(frozen=True)
class Options:
    """The apps that are set up. `missing` says in plain sentences what the others lack."""

    telegram: TelegramOptions | None = None
    slack: SlackOptions | None = None
    whatsapp: WhatsAppOptions | None = None
    missing: tuple[str, ...] = ()

    @property
    def packages(self) -> frozenset[str]:
        """The packages that these apps need."""
        return frozenset([*(["slack_sdk"] if self.slack else []), *(["twilio"] if self.whatsapp else [])])

    @property
    def line(self) -> str | None:
        """Which apps are on, in one line; None if there are none."""
        slack = "Slack (Socket Mode)" if self.slack and self.slack.app_token else "Slack (webhook)"
        found = [
            name
            for name, on in (
                ("Telegram", self.telegram), (slack, self.slack), ("WhatsApp (webhook)", self.whatsapp)
            )
            if on
        ]  # fmt: skip
        return f"Messaging apps: {', '.join(found)}." if found else None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Options:
        """What the SPINECOACH_... variables set up."""
        env = os.environ if environment is None else environment

        def read(name: str) -> str | None:
            return env.get(f"SPINECOACH_{name}", "").strip() or None

        missing: list[str] = []
        return cls(
            _telegram(read("TELEGRAM_TOKEN"), read("TELEGRAM_API"), missing),
            _slack(
                read("SLACK_BOT_TOKEN"), read("SLACK_SIGNING_SECRET"), read("SLACK_APP_TOKEN"),
                read("SLACK_API"), missing,
            ),
            _whatsapp(
                {
                    name: read(name)
                    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_NUMBER", "PUBLIC_URL")
                },
                read("TWILIO_API"),
                missing,
            ),
            tuple(missing),
        )  # fmt: skip


def _telegram(token: str | None, api: str | None, missing: list[str]) -> TelegramOptions | None:
    if token is None:
        return None
    number, colon, secret = token.partition(":")
    if not (number.isdigit() and colon and secret):
        missing.append(
            "SPINECOACH_TELEGRAM_TOKEN is no token of Telegram. It looks like 123456789:ABC. "
            "Copy it again from @BotFather."
        )
        return None
    return TelegramOptions(token, api or TELEGRAM_API)


def _slack(
    token: str | None, secret: str | None, app_token: str | None, api: str | None, missing: list[str]
) -> SlackOptions | None:
    if not (token or secret or app_token):
        return None
    if token is None:
        missing.append("Slack: SPINECOACH_SLACK_BOT_TOKEN is missing. It begins with xoxb-.")
    elif not (secret or app_token):
        missing.append(
            "Slack: set SPINECOACH_SLACK_APP_TOKEN (begins with xapp-) to have the coach call Slack, or "
            "SPINECOACH_SLACK_SIGNING_SECRET to have Slack call the coach."
        )
    else:
        base = (api or SLACK_API).rstrip("/") + "/"
        return SlackOptions(token, secret, app_token, base)
    return None


def _whatsapp(found: dict[str, str | None], api: str | None, missing: list[str]) -> WhatsAppOptions | None:
    if not any(value for name, value in found.items() if name.startswith("TWILIO")):
        return None
    lacking = [f"SPINECOACH_{name}" for name, value in found.items() if not value]
    url = (found["PUBLIC_URL"] or "").rstrip("/")
    if lacking:
        missing.append(f"WhatsApp: {' and '.join(lacking)} must be set too.")
    elif urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        missing.append(
            "WhatsApp: SPINECOACH_PUBLIC_URL must be the address at which Twilio reaches this server, "
            "such as https://coach.example.org."
        )
    else:
        number = str(found["TWILIO_NUMBER"]).removeprefix("whatsapp:")
        account, secret = str(found["TWILIO_ACCOUNT_SID"]), str(found["TWILIO_AUTH_TOKEN"])
        return WhatsAppOptions(account, secret, number, url, api or TWILIO_API)
    return None
