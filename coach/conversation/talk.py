"""One turn in the making: what is known, what has been said so far, and how it becomes messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from coach.conversation.dialogue import Ask, Dialogue, Message, Turn
from coach.forgetting import Forgetting
from coach.journal import Journal
from coach.language import spoken_language
from coach.library import Library
from coach.library.translated import Books
from coach.manner import Manner
from coach.records.files import PaperFolder
from coach.routine.plan import Abilities
from coach.triage import Triage
from coach.understand.tongues import Tongue
from coach.words import words

DAY = 86400.0
FOR_GOOD = 100_000.0
STABLE = ("bone_weakness", "cancer_history", "immune_or_iv", "anticoagulant", "known_stenosis", "age")
"""Facts that hold from day to day, so that nobody is asked for them again."""
HOLDS_FOR = {
    **dict.fromkeys(STABLE, FOR_GOOD),
    "recent_surgery": 84.0,
    "pregnant": 270.0,
    "immune_or_iv": 30.0,
    "worse_bending": 14.0,
}
"""Days after which an answer may have changed; a day, if not named. Twelve weeks after surgery: CUH-NHS."""
NO_HOLDS_FOR = {"recent_surgery": 21.0, "pregnant": 21.0}
"""Days for which a no holds, where that is not as long as a yes."""
YES_NO = ("button_yes", "button_no")
YES_NO_UNSURE = ("button_yes", "button_no", "button_not_sure")


class Talk:
    """Collects the words and facts of one turn. What it is told to record is on the disk at once."""

    def __init__(
        self,
        turn: Turn,
        dialogue: Dialogue,
        journal: Journal,
        books: Books,
        triage: Triage,
        now: datetime,
        papers: PaperFolder | None = None,
    ) -> None:
        self.papers = papers
        self.turn = turn
        self.dialogue = dialogue
        self.journal = journal
        self._books = books
        self.triage = triage
        self.now = now
        self.profile: dict[str, Any] = journal.profile(turn.person)
        self.forgetting = Forgetting(journal)
        self.new_session = False
        self.tongue: Tongue | None = None
        """The language that was spoken, where it is one that the coach does not speak."""
        self.spanish = False
        """Whether Spanish was spoken to a coach that speaks English."""
        self.plays_at: str | None = None
        """The place in which a set played when the turn began, if that is another one than this."""
        self.messages: list[Message] = []
        self.shown: dict[str, Any] = {}
        """What goes into `custom` of the turn's last message, for whoever plays."""
        self.pictures: list[tuple[str, dict[str, Any] | None]] = []
        """Pictures of what is told, each with the words that it belongs to."""

    @property
    def library(self) -> Library:
        """The library in the language that is spoken."""
        return self._books.spoken_in(spoken_language())

    # -- saying -------------------------------------------------------------------------------------------

    def say(self, key: str, **values: Any) -> None:
        """Say one of the coach's own sentences."""
        self.tell(words(key, **values))

    def tell(self, *lines: str, custom: dict[str, Any] | None = None) -> None:
        """Say these lines as one message."""
        text = " ".join(line.strip() for line in lines if line and line.strip())
        if text or custom:
            self.messages.append(Message(text, (), custom))

    def ask(
        self,
        purpose: str,
        fact: str,
        kind: str,
        say: str,
        *,
        buttons: Sequence[str] = (),
        plainer: str | None = None,
        again: bool = False,
        old: bool = False,
        **custom: Any,
    ) -> None:
        """Ask one question and keep it open. `purpose` decides what becomes of the answer."""
        form = {"fact": fact, "type": kind, **custom}
        self.dialogue.ask = Ask(purpose=purpose, custom=form, say=say, plainer=plainer, again=again, old=old)
        self.dialogue.ask.buttons = list(buttons or _buttons(form))
        self._pose(say)

    def invite(self, fact: str, say: str, button: str) -> None:
        """Wait for a word in the person's own time; nothing stays open."""
        self.messages.append(
            Message(say, ({"title": button, "payload": button},), {"ask": {"fact": fact, "type": "bool"}})
        )

    def ask_again(self, *, exactly: bool = False) -> None:
        """Say the open question once more, in plainer words every other time."""
        ask = self.dialogue.ask
        if ask is None:
            return
        plainly = ask.posed % 2 == (0 if exactly else 1)
        ask.posed += not exactly
        self._pose(ask.plainer if plainly and ask.plainer else ask.say)

    def _pose(self, say: str) -> None:
        assert self.dialogue.ask is not None
        self.dialogue.ask.place = self.turn.place
        made = tuple({"title": title, "payload": title} for title in self.dialogue.ask.buttons)
        self.messages.append(Message(say, made, {"ask": self.dialogue.ask.custom}))

    # -- knowing ------------------------------------------------------------------------------------------

    def record(self, kind: str, **data: Any) -> None:
        """Write an event into the journal, now."""
        self.journal.add(self.turn.person, kind, data, self.now)

    def remember(self, **changes: Any) -> None:
        """Change what is known of the person, now."""
        self.profile = self.journal.remember(self.turn.person, **changes)

    def fact(self, name: str, value: Any) -> None:
        """Keep an answer of the safety screen with its time."""
        facts = {**self.profile.get("facts", {}), name: {"value": value, "at": self.now.timestamp()}}
        self.remember(facts=facts)

    def answer(self, name: str, value: Any) -> None:
        """Keep what was answered to a safety question, and note it for the doctor."""
        self.fact(name, value)
        self.record("answer", fact=name, value=value)

    def known(self, name: str) -> Any:
        """What the person said of a fact; None if they did not, or so long ago that it may have changed."""
        told = self.profile.get("facts", {}).get(name)
        if told is None:
            return None
        days = HOLDS_FOR.get(name, 1.0)
        if told["value"] is False:
            days = NO_HOLDS_FOR.get(name, days)
        return told["value"] if self.now.timestamp() - told["at"] <= days * DAY else None

    def forget(self, names: set[str]) -> None:
        """Drop answers, so that they are asked for anew."""
        facts = self.profile.get("facts", {})
        if names & set(facts):
            self.remember(facts={name: told for name, told in facts.items() if name not in names})

    @property
    def abilities(self) -> Abilities:
        """What decides between exercises for this person."""
        told = self.profile.get("facts", {})
        facts = {name for name in told if self.known(name) is True}
        if "recent_surgery" in facts and self.profile.get("agreed", 0.0) >= told["recent_surgery"]["at"]:
            facts.discard("recent_surgery")  # the surgeon has agreed since
        floor = self.profile.get("no_floor") or {}
        past = floor.get("today") and self.now.timestamp() - floor["at"] > DAY
        return Abilities(
            frozenset(facts), bool(floor) and not past, tuple(sorted(self.profile.get("levels", {}).items()))
        )

    @property
    def manner(self) -> Manner:
        """How the person wants the coach to speak."""
        return Manner().with_changes(self.profile.get("voice"))

    @property
    def region(self) -> str | None:
        """The region whose emergency numbers hold for the person."""
        return self.profile.get("region")

    def at(self) -> float:
        """Seconds into the sheet that is playing: as the player says, else by the clock."""
        if self.turn.at is not None:
            return max(0.0, self.turn.at)
        if self.dialogue.started is None:
            return 0.0
        return max(0.0, self.now.timestamp() - self.dialogue.started)


def _buttons(form: dict[str, Any]) -> Sequence[str]:
    if form["type"] == "choice":
        return [str(choice) for choice in form.get("choices", ())]
    if form["type"] == "bool":
        plain = form["fact"] in ("consent", "ready", "delete_data")
        return [words(key) for key in (YES_NO if plain else YES_NO_UNSURE)]
    return ()
