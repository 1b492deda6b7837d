// The page: takes what the coach sends to the parts that show it, and what the person does to the coach.

import { Alert } from "./alert";
import { say, type Key } from "./dom";
import { Link } from "./link";
import { Player } from "./player";
import { Door, Settings } from "./settings";
import { Speech } from "./speech";
import { Stage } from "./stage";
import { steady } from "./steady";
import { keepUnder, reloadedFor, tab, wishes } from "./store";
import { Talk } from "./talk";
import type { Cause, Elsewhere, FigureRef, Phase, Sheet, Shown, Welcome } from "./types";
import { View } from "./view";

declare const __BUILD__: string;

const LEAD = 250; // ms from a sheet's arrival to its second 0, so that its first cue is on time as well
const SPOKEN_WITHIN = 15_000; // ms that a set waits for the words before it
const STOP = /^(?:please[ ,]+)?(?:stop|halt|quit|enough|ouch|ow|whoa|stop (?:it|now|please|that))[.! ]*$/i;
const PAUSE = /^(?:please[ ,]+)?(?:pause|wait|hold on|hang on|one moment)[.! ]*$/i;

class Page {
  private readonly view = new View();
  private readonly wanted = wishes();
  private readonly speech = new Speech();
  private readonly stage = new Stage(this.view);
  private readonly talk = new Talk(this.view, (payload) => this.answer(payload));
  private readonly alert = new Alert((text) => this.view.alarm(text));
  private readonly settings = new Settings(this.wanted, {
    wished: (wanted) => this.wished(wanted.aloud),
    code: () => this.link.code(),
    join: (code) => this.enter({ code }),
    leave: () => this.enter({ leave: true }),
  });
  private readonly door = new Door((given) => void this.link.open(given));
  private readonly link: Link;
  private player: Player | null = null;
  private mine = true; // whether the set that plays is this page's to report
  private phase: Phase = "idle";
  private figure: FigureRef | null = null;
  private late: string | null = null; // what the banner says apart from the connection
  private joining = false;
  private waiting: { sheet: Sheet; timer: ReturnType<typeof setInterval> } | null = null;

  constructor(name: string) {
    this.link = new Link(name, {
      state: (online) => this.reach(online),
      door: (error, need) => this.stand(error, need),
      welcome: (told) => this.welcome(told),
      answer: (told) => this.take(told),
      elsewhere: (told) => this.elsewhere(told),
      trouble: (text) => this.own(text),
      unsent: (text) => this.unsent(text),
      code: ({ code, minutes }) => this.settings.made(code, minutes),
      playing: () => (this.player && this.mine ? { sheet: this.player.sheet.id, at: this.player.at() } : null),
    });
    this.listen();
    this.talk.caption(say("connecting"));
    this.label();
    void this.link.open();
  }

  // -- what the person does ----------------------------------------------------------------------------

  private listen(): void {
    const { view } = this;
    steady([view.choices, view.bar, this.alert.dialog], view.main);
    view.stop.addEventListener("click", () => this.halt("stop"));
    view.main.addEventListener("click", () => this.go());
    view.again.addEventListener("click", () => this.send("again"));
    view.next.addEventListener("click", () => this.send("next"));
    view.settings.addEventListener("click", () => this.settings.open());
    view.big.addEventListener("click", () => void this.enlarge(!document.body.classList.contains("big")));
    document.addEventListener("fullscreenchange", () => !document.fullscreenElement && this.enlarged(false));
    view.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = view.input.value.trim();
      if (text) this.typed(text);
    });
    window.addEventListener("keydown", (event: KeyboardEvent) => this.key(event), { capture: true });
  }

  private key(event: KeyboardEvent): void {
    if (!(this.player ?? this.waiting) || event.repeat || this.alert.shown) return;
    // the big view and the settings give way: who has just pressed one must not need a second try to stop
    const free = !(event.target as Element).closest?.("input, textarea, a, select, dialog, .bar, .composer");
    if (event.key !== "Escape" && !(event.key === " " && free)) return;
    event.preventDefault();
    this.halt("stop");
  }

  /** Stop or pause: here at once, and then the coach hears of it. */
  private halt(cause: "stop" | "pause"): void {
    const { player, waiting } = this;
    if (waiting !== null) {
      this.stopped(waiting.sheet, 0, cause);
      return;
    }
    if (player === null) return this.send(cause === "stop" && this.phase === "paused" ? "finish" : cause);
    this.stopped(player.sheet, player.stop(), cause);
  }

  private stopped(sheet: Sheet, at: number, cause: Cause): void {
    this.ended();
    this.phase = "paused";
    this.stage.halt("paused");
    this.label();
    this.own(say(cause === "lost" ? "slept" : this.link.online ? "stopped_here" : "stopped_offline"));
    // whoever follows may stop the set as well; that this device slept is no matter of theirs
    if (this.mine || cause !== "lost") this.link.report({ name: "cue_sheet_stopped", sheet: sheet.id, at, cause });
  }

  private go(): void {
    if (this.player ?? this.waiting) this.halt("pause");
    else this.send(this.phase === "ready" ? "ready" : "go on");
  }

  private typed(text: string): void {
    const cause: Cause | null = STOP.test(text) ? "stop" : PAUSE.test(text) ? "pause" : null;
    this.view.input.value = "";
    this.talk.hear(text);
    if (this.player && cause) this.halt(cause as "stop" | "pause");
    else this.link.say(text, this.at());
  }

  private answer(payload: string): void {
    if (!this.link.online) return this.unsent(null);
    this.talk.hear(payload);
    this.talk.clearChoices();
    this.link.say(payload, this.at());
  }

  /** A word behind a button of the page. */
  private send(text: string): void {
    if (!this.link.online) return this.unsent(null);
    this.link.say(text, this.at());
  }

  private at(): number | null {
    return this.player ? this.player.at() : null;
  }

  // -- what the coach says -----------------------------------------------------------------------------

  private welcome(told: Welcome): void {
    this.door.close();
    if (told.build && told.build !== __BUILD__ && !this.player && !reloadedFor(told.build)) {
      location.reload();
      return;
    }
    this.settings.belongs(told.person, told.joined);
    if (this.joining) this.settings.close();
    this.joining = false;
    if (told.halt && this.player) {
      this.player.stop();
      this.ended();
    }
    if (told.halt || !this.player) keepUnder(null);
    if (told.messages) this.take({ ...(told as Required<Welcome>) });
    else if (!this.player) this.stand_at(told.phase);
    if (told.follow?.sheet) {
      this.show(told.follow.figure);
      this.phase = told.phase;
      this.play(told.follow.sheet, false, performance.now() - told.follow.at * 1000);
    }
  }

  private take(told: Shown): void {
    const { messages } = told;
    const sheet = [...messages].reverse().find((one) => one.custom?.cue_sheet)?.custom?.cue_sheet;
    this.phase = told.phase;
    for (const { custom } of messages) if (custom?.voice) this.speech.adopt(custom.voice);
    const running = this.phase === "running" || this.phase === "resting";
    if (!running) this.forget();
    if (this.player && !sheet && !running) {
      this.player.stop();
      this.ended();
    }
    this.talk.show(messages, this.phase);
    this.show(told.figure, messages.map((one) => one.custom?.figure).reverse().find((one) => one) ?? null);
    const text = messages.map((one) => one.text).join(" ");
    if (text.trim() && !this.speech.on) this.view.tell(text);
    this.speech.say(text, true);
    if (this.alert.take(messages)) this.settings.close();
    if (sheet) this.begin(sheet, told.plays);
    else if (!this.player) this.stage.halt(this.phase);
    this.label();
    this.view.sight(running); // once everything has its place: the end of a session brings back what was said before
  }

  private elsewhere(told: Elsewhere): void {
    if (told.said) this.talk.hear(told.said, told.where);
    if (told.messages.length) this.take(told);
  }

  private stand_at(phase: Phase): void {
    this.phase = phase;
    this.stage.halt(phase);
    this.label();
  }

  /** The picture: of the step that is told, or of the exercise that is on. */
  private show(figure: FigureRef | null, told: FigureRef | null = null): void {
    const before = this.figure;
    this.figure = figure;
    this.stage.name(figure);
    if (this.player) return; // the figure moves with the set
    if (told) void this.view.figure.step(told);
    else if (!figure) {
      if (before || this.phase !== "finished") this.view.figure.clear();
    } else if (!this.player && this.phase === "ready") void this.view.figure.step(figure);
  }

  // -- a set -------------------------------------------------------------------------------------------

  /** Begin a set, when the words before it have been spoken. One that goes on from another takes its place. */
  private begin(sheet: Sheet, mine: boolean): void {
    const joins = sheet.continues && this.player?.sheet.id === sheet.continues.id;
    if (joins || !this.speech.talking) return this.play(sheet, mine, performance.now() + LEAD);
    const asked = performance.now();
    this.forget();
    const timer = setInterval(() => {
      if (this.speech.talking && performance.now() - asked < SPOKEN_WITHIN) return;
      this.forget();
      this.play(sheet, mine, performance.now() + LEAD);
    }, 50);
    this.mine = mine;
    this.waiting = { sheet, timer };
  }

  /** A set that waits for the words before it does not begin. */
  private forget(): void {
    if (this.waiting) clearInterval(this.waiting.timer);
    this.waiting = null;
  }

  private play(sheet: Sheet, mine: boolean, start: number): void {
    const before = sheet.continues && this.player?.sheet.id === sheet.continues.id ? this.player : undefined;
    if (this.player && !before) this.player.stop();
    this.mine = mine;
    const player: Player = new Player(
      sheet,
      {
        cue: (cue, due) => this.cue(cue.kind, cue.say, due),
        place: (at) => this.place(sheet.id, at),
        done: () => this.done(player),
        slept: (at) => this.stopped(sheet, at, "lost"),
      },
      start,
      before,
    );
    this.player = player;
    if (mine && !before) {
      this.link.report({ name: "cue_sheet_started", sheet: sheet.id, at: 0 });
      this.place(sheet.id, 0);
    }
    this.late = mine ? null : say("following");
    this.reach(this.link.online);
    this.stage.run(player);
    if (this.figure) void this.view.figure.move(this.figure, player);
    this.talk.clearChoices();
    if (!before) this.ready();
    this.label();
  }

  /** The stop button is at hand, unless the person is typing. */
  private ready(): void {
    this.view.staged(true);
    this.view.sight(true);
    if (document.activeElement !== this.view.input && !this.settings.shown && !this.alert.shown) {
      this.view.stop.focus({ preventScroll: true });
    }
  }

  private cue(kind: string, text: string, due: number): void {
    if (kind === "count") {
      this.speech.say(text, true);
    } else {
      this.talk.caption(text);
      this.speech.say(text, true);
      if (!this.speech.on) this.view.tell(text);
      if (this.wanted.buzz && kind !== "rest") navigator.vibrate?.(80);
    }
    this.stage.flash();
    document.dispatchEvent(new CustomEvent("cue", { detail: { kind, due, now: performance.now() } }));
  }

  private place(sheet: string, at: number): void {
    if (!this.mine) return;
    keepUnder({ sheet, at });
    this.link.note(sheet, at);
  }

  private done(player: Player): void {
    this.ended();
    if (this.mine) this.link.report({ name: "cue_sheet_done", sheet: player.sheet.id });
    if (!this.link.online) this.own(say("offline"));
  }

  /** Nothing plays any more. */
  private ended(): void {
    this.player = null;
    this.forget();
    this.late = null;
    keepUnder(null);
    this.speech.hush();
    this.view.figure.rest();
    this.reach(this.link.online);
  }

  // -- the frame ---------------------------------------------------------------------------------------

  /** What the buttons of the bar mean just now. */
  private label(): void {
    const out = this.phase === "running" || this.phase === "resting";
    // a set that plays where we cannot see it can be taken over
    const running = out && (this.player ?? this.waiting) !== null;
    const active = out || this.phase === "ready" || this.phase === "paused";
    const main: Key = running ? "pause" : this.phase === "ready" ? "ready" : "go_on";
    const stop: Key = this.phase === "paused" && !this.player ? "finish" : "stop";
    const next: Key = this.phase === "ready" ? "next_step" : "next";
    for (const [button, key] of [
      [this.view.main, main],
      [this.view.stop, stop],
      [this.view.next, next],
    ] as const) {
      if (button.textContent !== say(key)) button.textContent = say(key);
    }
    this.view.stop.dataset["means"] = stop;
    for (const one of [this.view.bar, document.body]) one.dataset["phase"] = running ? "running" : out ? "paused" : this.phase;
    const held = this.view.bar.contains(document.activeElement);
    this.view.staged(active);
    if (held && !active) this.view.words.focus({ preventScroll: true });
  }

  private reach(online: boolean): void {
    this.view.warn(online ? this.late : say("offline"));
    document.body.classList.toggle("offline", !online);
  }

  /** A sentence of the page itself. */
  private own(text: string): void {
    this.talk.caption(text);
    this.view.tell(text);
    this.speech.say(text, true);
  }

  private unsent(text: string | null): void {
    if (text !== null && !this.view.input.value) this.view.input.value = text;
    if (this.player) this.view.warn(say("unsent"));
    else this.own(say("unsent"));
  }

  private stand(error: string | null, need: string | null): void {
    if (this.joining && this.settings.shown) {
      this.joining = false;
      this.settings.refuse(error ?? "");
      void this.link.open();
    } else this.door.show(error, need);
  }

  private enter(given: { code?: string; leave?: true }): void {
    if (this.player) this.halt("pause");
    this.joining = true;
    void this.link.changed(given);
  }

  private wished(aloud: boolean): void {
    this.speech.on = aloud && Speech.there;
    if (this.speech.on) this.view.tell(""); // nobody is to hear it twice
    else this.speech.hush();
  }

  private async enlarge(big: boolean): Promise<void> {
    this.enlarged(big);
    try {
      if (big) await document.documentElement.requestFullscreen?.();
      else if (document.fullscreenElement) await document.exitFullscreen();
    } catch {
      // some phones have no full screen: then the view is as big as the page
    }
  }

  private enlarged(big: boolean): void {
    document.body.classList.toggle("big", big);
    this.view.big.setAttribute("aria-pressed", String(big));
    this.view.big.textContent = say(big ? "big_leave" : "big");
  }
}

void tab().then((name) => new Page(name));
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" }).catch(() => undefined);
}
