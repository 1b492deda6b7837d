"""The shape of the content: what an exercise, a routine, a piece of knowledge and a source consist of.

Every model is frozen, takes nothing it does not know and turns no text into a number by itself, so that a
slip of the pen in a data file is noticed when it is loaded and not in the middle of somebody's exercise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConstrainedInt, Field, StrictBool, StrictStr, root_validator, validator

from coach.library import vocabulary

Position = Literal["supine", "hook_lying", "seated", "standing", "quadruped"]
Need = Literal["floor", "chair", "wall", "bike", "slope"]

if TYPE_CHECKING:
    Count = int
    Seconds = int
else:

    class Count(ConstrainedInt):
        """A whole number that is not negative, written without quotes."""

        strict = True
        ge = 0

    class Seconds(ConstrainedInt):
        """A short time: from one second to ten."""

        strict = True
        ge = 1
        le = 10


class _Strict(BaseModel):
    class Config:
        frozen = True
        extra = "forbid"
        anystr_strip_whitespace = True
        min_anystr_length = 1
        validate_all = True


class Range(_Strict):
    """From `min` to `max`, both included."""

    min: Count
    max: Count

    @validator("max")
    def _in_order(cls, value: int, values: dict[str, int]) -> int:
        if value < values.get("min", 0):
            raise ValueError("must not be smaller than min")
        return value

    def holds(self, value: int) -> bool:
        """Whether the value lies inside."""
        return self.min <= value <= self.max


class Ours(_Strict):
    """A value the article is silent about, chosen here: why, and what else it leans on."""

    field: StrictStr  # where it stands, as a path such as dose.sets or variants.seated
    reason: StrictStr
    source: StrictStr
    gap: str | None = Field(default=None, regex=r"^GAP-\d{2}$")


class Swap(_Strict):
    """What takes the place of something; no variant means the exercise's own default."""

    exercise: StrictStr
    variant: StrictStr | None = None
    reason: StrictStr


class Dose(_Strict):
    """The outer limits of an exercise; times in seconds.

    An exercise has repetitions (`reps`, most with a hold) or goes by time (`seconds`), never both.
    """

    sets: Range
    reps: Range | None = None
    hold_seconds: Range | None = None
    seconds: Range | None = None
    rest_seconds: Range

    @root_validator(skip_on_failure=True)
    def _one_kind(cls, values: dict[str, object]) -> dict[str, object]:
        if (values.get("reps") is None) == (values.get("seconds") is None):
            raise ValueError("needs either reps or seconds, not both")
        if values.get("hold_seconds") is not None and values.get("reps") is None:
            raise ValueError("has hold_seconds but no reps")
        return values


class Level(_Strict):
    """One rung of an exercise's ladder.

    `variant` applies to a person who does the exercise in its default way (None: no change of variant).
    """

    title: StrictStr
    sets: Count
    reps: Count | None = None
    hold_seconds: Count | None = None
    seconds: Count | None = None
    rest_seconds: Count
    variant: StrictStr | None = None
    say: StrictStr
    source_item: StrictStr | None = None  # the checklist's id, where the article itself has this step


class Step(_Strict):
    """One instruction. Ids that start with EX are the article's, ids that start with OUR are added here."""

    id: str = Field(regex=r"^(EX|OUR)-\d{2}[A-Z]*\d?(\.\d{1,2})?$")
    say: StrictStr


class Cues(_Strict):
    """The short words spoken in a set. In an alternating exercise `move` and `back` name the two sides."""

    prepare: StrictStr
    move: StrictStr
    hold: StrictStr | None = None
    back: StrictStr


class Variant(_Strict):
    """One way to do an exercise. Times in seconds."""

    id: StrictStr
    title: StrictStr
    position: Position
    needs: list[Need]
    setup: list[StrictStr] = Field(min_items=1)
    steps: list[Step] = Field(min_items=1)
    out: list[StrictStr] = Field(min_items=1)
    side: Literal["both", "alternate"]
    cues: Cues
    move_seconds: Seconds
    back_seconds: Seconds
    beat_seconds: Seconds | None = None
    ours: StrictBool = False
    source_item: StrictStr | None = None

    @root_validator(skip_on_failure=True)
    def _beat(cls, values: dict[str, object]) -> dict[str, object]:
        if (values["side"] == "alternate") != (values["beat_seconds"] is not None):
            raise ValueError("needs beat_seconds when side is alternate, and only then")
        return values


class Caution(_Strict):
    """Something to watch in this exercise, said once before it begins."""

    id: StrictStr
    say: StrictStr


class Adaptation(_Strict):
    """What to change when a symptom turns up in this exercise.

    `variant` is the way to go on (None: the same way, as `say` puts it). `then` is what takes the place of
    the exercise if that does not help.
    """

    symptom: StrictStr
    body_part: StrictStr | None = None
    say: StrictStr
    variant: StrictStr | None = None
    then: Swap | None = None


class Avoid(_Strict):
    """A fact about the person with which this exercise is swapped for another or locked."""

    fact: StrictStr
    action: Literal["swap", "lock"]
    to: Swap | None = None
    reason: StrictStr
    source: StrictStr

    @validator("fact")
    def _known_fact(cls, value: str) -> str:
        if value not in vocabulary.FACTS | vocabulary.STATES:
            raise ValueError(f"'{value}' is not a fact the safety screen knows")
        return value

    @root_validator(skip_on_failure=True)
    def _place(cls, values: dict[str, object]) -> dict[str, object]:
        if (values["action"] == "swap") != (values["to"] is not None):
            raise ValueError("needs 'to' when action is swap, and only then")
        return values


class Exercise(_Strict):
    """One exercise with its ladder, its variants and everything that keeps it safe.

    `checklist_id` is its id in the list made from the source article; `ours` names every value that article
    does not give.
    """

    id: str = Field(regex=r"^[a-z][a-z_]*$")
    checklist_id: str = Field(regex=r"^(EX|OUR)-\d{2}$")
    name: StrictStr
    also_called: list[StrictStr]
    kind: Literal["stretch", "strength", "activity"]
    aim: StrictStr
    dose: Dose
    levels: list[Level] = Field(min_items=1)
    start_level: Count
    default_variant: StrictStr
    variants: dict[str, Variant]
    no_floor: Swap | None = None
    easier: Swap | None = None
    harder: Swap | None = None
    progression: StrictStr
    cautions: list[Caution]
    adaptations: list[Adaptation]
    avoid_if: list[Avoid]
    sources: list[StrictStr] = Field(min_items=1)
    ours: list[Ours]

    def variant(self, name: str | None = None) -> Variant:
        """The named variant, or the default one.

        Raises:
            KeyError: if there is no variant of that name.
        """
        return self.variants[name or self.default_variant]


class RoutineItem(_Strict):
    """One exercise in a routine; None means the exercise's own default variant or the person's own level."""

    exercise: StrictStr
    variant: StrictStr | None = None
    level: Count | None = None


class RoutinePlan(_Strict):
    """A named routine: exercises in the order they are done."""

    id: StrictStr
    title: StrictStr
    say: StrictStr
    items: list[RoutineItem] = Field(min_items=1)
    ours: list[Ours] = Field(default_factory=list)


class Education(_Strict):
    """A piece of knowledge: a short answer, and more for whoever asks for more.

    `why` is the reason, where `more` does not give it; `often` is the text that says how often or how long.
    `whom` can tell what the coach does not know of it. `warns` says that it is about a symptom: the warning
    signs are offered with it. `answers` lists what it answers, as "intent" or "intent:value". `covers` names
    the items of the article's checklist that it carries beside its own id.
    """

    id: str = Field(regex=r"^(ED-\d{2}|KB-[A-Z0-9-]+)$")
    title: StrictStr
    text: StrictStr
    more: StrictStr | None = None
    why: StrictStr | None = None
    often: StrictStr | None = None
    whom: Literal["physio", "doctor", "pharmacist", "clinic"] = "physio"
    warns: StrictBool = False
    sources: list[StrictStr] = Field(min_items=1)
    answers: list[StrictStr]
    covers: list[StrictStr] = Field(default_factory=list)
    ours: list[Ours] = Field(default_factory=list)

    @validator("answers", each_item=True)
    def _known_intent(cls, value: str) -> str:
        if value.split(":")[0] not in vocabulary.ANSWERED_INTENTS:
            raise ValueError(f"'{value}' does not begin with a question the coach can answer")
        return value


class Source(_Strict):
    """Where something comes from.

    `read` says how well it was checked: V read in the source itself, S read in a page that reports it,
    K background knowledge, not confirmed, ours: a choice made here.
    """

    id: StrictStr
    title: StrictStr
    year: Count | None = None
    authors: StrictStr | None = None
    doi_or_url: StrictStr | None = None
    kind: StrictStr
    read: Literal["V", "S", "K", "ours"]


class Library(_Strict):
    """Everything the coach knows about exercises."""

    exercises: dict[str, Exercise]
    education: dict[str, Education]
    sources: dict[str, Source]
    routines: dict[str, RoutinePlan]

    def answer(self, intent: str, value: str | None = None) -> Education | None:
        """The knowledge for a question: for this very value, else for the question at large."""
        keys = [f"{intent}:{value}", intent] if value else [intent]
        for key in keys:
            for item in self.education.values():
                if key in item.answers:
                    return item
        return None
