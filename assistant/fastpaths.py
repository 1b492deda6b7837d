"""Two slow spots of Rasa's turn, made quick; together they are about a third of it.

Rasa checks the form of its own JSON schema again for every action, and looks through all its classes for
every event it reads. Neither answer ever changes. Both patches keep what the originals return, and are left
out for any version of Rasa but the one they were written for.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

TRIED_WITH = "3.6.21"


def install() -> bool:
    """Put the patches in place; True if they are in place afterwards."""
    if version("rasa") != TRIED_WITH:
        return False
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.core.events import Event

    if getattr(Event, "_spinecoach", False):
        return True
    Event._spinecoach = True
    RemoteAction._validate_action_result = _validator(RemoteAction)
    Event.resolve_by_type = staticmethod(_resolver(Event.resolve_by_type))
    return True


def _validator(action: Any) -> Any:
    from jsonschema import ValidationError  # type: ignore[import-untyped]
    from jsonschema.validators import validator_for  # type: ignore[import-untyped]

    schema = action.action_response_format_spec()
    checker = validator_for(schema)(schema)

    def validate(_self: Any, result: dict[str, Any]) -> bool:
        error = next(checker.iter_errors(result), None)
        if error is not None:
            raise ValidationError(f"The action's answer is not of the right form: {error.message}")
        return True

    return validate


def _resolver(original: Any) -> Any:
    known: dict[str, Any] = {}

    def resolve(type_name: str, default: Any = None) -> Any:
        found = known.get(type_name)
        if found is None:
            found = original(type_name, default)
            if found is not None and found is not default:
                known[type_name] = found
        return found

    return resolve
