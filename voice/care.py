"""Meets what goes wrong in a session: silence where the person would be alone, a word, a safe end."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from voice.errors import DeviceLost, VoiceError
from voice.events import EventLog
from voice.exchange import Line, Reply
from voice.mouth import Mouth
from voice.trouble import AWAY, BACK, GONE, PAUSES, SAFE_END, Trouble


class Care:
    """What is done about each trouble.

    Args:
        lines: what is said of each.
        keys: whether the person has a keyboard.
        alone: silences everything and ends a set that runs, as lost.
    """

    def __init__(
        self,
        mouth: Mouth,
        log: EventLog,
        lines: Mapping[str, Line],
        keys: bool,
        alone: Callable[[], None],
    ) -> None:
        self._mouth, self._log, self._lines, self._keys = mouth, log, lines, keys
        self._alone = alone
        self._away: dict[str, float] = {}
        self._told: set[str] = set()
        self.over: VoiceError | None = None
        """Why the session has to end; None while it can go on."""

    def meet(self, trouble: Trouble) -> None:
        """Pause, if nobody could hear or be heard; then say what it is, once."""
        kind, now = trouble.kind, self._mouth.mixer.now
        if kind in AWAY:
            self._away[AWAY[kind]] = now
            self._log.write(now, "device", state="lost", which=AWAY[kind], **trouble.details)
        elif kind in BACK:
            self._away.pop(BACK[kind], None)
            self._mouth.unsay(self._lines[f"{BACK[kind]} lost"].text)
            self._log.write(now, "device", state="back", which=BACK[kind], **trouble.details)
        elif kind in self._told:
            return
        self._told.add(kind)
        self._log.show("trouble", kind=kind)
        if kind in PAUSES:
            self._alone()
        if kind == "words gone" and not self._keys:
            kind = "words end"  # nothing the person could do would reach the coach any more
            self.over = VoiceError(GONE["words"])
        self._mouth.speak([self._lines[kind]])

    def unspoken(self, reply: Reply) -> bool:
        """Tell what can't be done with an answer; whether it held a set, which is then not begun.

        A person on the floor sees no screen: nothing is counted in silence.
        """
        if reply.trouble is None:
            if reply.request.kind != "note":
                self._told.discard("voice")
            return False
        if reply.error is not None:
            self._log.show("note", text=str(reply.error))
        if reply.request.kind == "say":
            self._told.discard(reply.trouble)  # whoever speaks is answered, each time
        self.meet(Trouble(reply.trouble))
        return any(m.custom and m.custom.get("cue_sheet") for m in reply.messages)

    def somebody_is_there(self) -> None:
        """A key was pressed: a session without microphone or loudspeaker is what they want."""
        self._away.clear()

    def tick(self) -> None:
        """See whether a device was away for minutes with nobody at the keys, so that it has to end."""
        for device, since in self._away.items():
            if self.over is None and self._mouth.mixer.now - since > SAFE_END:
                self._log.write(self._mouth.mixer.now, "device", state="gone", which=device)
                self._mouth.speak([self._lines[f"{device} gone"]])
                self.over = DeviceLost(GONE[device])
