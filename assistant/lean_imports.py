"""Keeps out of memory the channels, clouds and plots that Rasa imports and this assistant never uses.

Together they cost about a second and a half at start. The same conditions as for TensorFlow hold, and a
package that the credentials or endpoints ask for is left alone.
"""

from __future__ import annotations

from pathlib import Path

from assistant import standin

# package -> the words in credentials.yml or endpoints.yml that say it is wanted
UNUSED = {
    "aiogram": ("telegram",),
    "slack_sdk": ("slack",),
    "twilio": ("twilio",),
    "fbmessenger": ("facebook",),
    "mattermostwrapper": ("mattermost",),
    "rocketchat_API": ("rocketchat",),
    "webexteamssdk": ("webexteams",),
    "matplotlib": ("matplotlib",),
    "skops": ("skops",),
    "sklearn_crfsuite": ("crf",),
    "pycrfsuite": ("crf",),
    "pymongo": ("mongo",),
    "gridfs": ("mongo",),
    "boto3": ("dynamo", "aws", "s3"),
    "botocore": ("dynamo", "aws", "s3"),
    "aio_pika": ("pika", "amqp"),
    "aiormq": ("pika", "amqp"),
    "redis": ("redis",),
    "confluent_kafka": ("kafka",),
}


def install(configurations: list[Path], wanted: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Put stand-ins in place of what no file of `configurations` asks for; returns the packages replaced.

    Args:
        wanted: packages that are needed all the same.
    """
    asked = "\n".join(p.read_text(encoding="utf-8") for p in configurations if p.is_file()).lower()
    return standin.install(
        name for name, words in UNUSED.items() if name not in wanted and not any(w in asked for w in words)
    )


def need_pictures() -> None:
    """Bring matplotlib back, when a picture is to be drawn."""
    standin.withdraw("matplotlib")
