// The exercise on the page: which one, how far, what to do now. It only shows; the player keeps the time.

import { calm, h, say, type Key } from "./dom";
import type { Player } from "./player";
import type { Cue, FigureRef, Phase } from "./types";
import { put, type View } from "./view";

const MOST_DOTS = 20;
const FRAME = 60; // ms
const KINDS: Record<string, Key> = {
  move: "move",
  hold: "hold",
  return: "return",
  switch: "switch",
  rest: "rest",
  prepare: "prepare",
  done: "done",
};

export class Stage {
  private frame = 0;
  private player: Player | null = null;
  private wake: { release(): Promise<void> } | null = null;

  constructor(private readonly view: View) {
    document.addEventListener("visibilitychange", () => !document.hidden && this.player && void this.awake());
  }

  /** The exercise that is on, or none. */
  name(figure: FigureRef | null): void {
    put(this.view.title, figure?.name ? figure.name.charAt(0).toUpperCase() + figure.name.slice(1) : "");
  }

  /** A set runs. */
  run(player: Player): void {
    this.player = player;
    this.view.beat.hidden = false;
    this.view.beat.classList.remove("still");
    void this.awake();
    cancelAnimationFrame(this.frame);
    let last = -Infinity;
    const draw = (now = performance.now()): void => {
      if (!player.playing) return;
      if (now - last > FRAME && !player.soon) {
        last = now;
        this.draw(player);
      }
      this.frame = requestAnimationFrame(draw);
    };
    draw();
  }

  /** No set runs any more. */
  halt(phase: Phase): void {
    cancelAnimationFrame(this.frame);
    const held = this.player;
    this.player = null;
    void this.wake?.release().catch(() => undefined);
    this.wake = null;
    const paused = phase === "paused" && held !== null;
    if (paused) {
      this.draw(held);
      put(this.view.count, "");
      put(this.view.doing, say("paused"));
      this.view.beat.classList.add("still");
    } else if (phase !== "paused") {
      this.view.beat.hidden = true;
      put(this.view.place, phase === "ready" ? say("getting_ready") : "");
      this.view.dots.replaceChildren();
    }
  }

  /** A cue begins: seen from the corner of the eye as well. */
  flash(): void {
    if (calm()) return;
    this.view.ring.getAnimations().forEach((one) => one.cancel());
    this.view.ring.animate([{ transform: "scale(1.05)" }, { transform: "none" }], { duration: 350, easing: "ease-out" });
  }

  private draw(player: Player): void {
    const at = player.at();
    const cue = player.current(at);
    if (!cue) return;
    const { sheet } = player;
    const rep = cue.rep ?? sheet.cues.find((one) => one.at >= at && one.rep)?.rep ?? null;
    put(this.view.count, this.number(player, cue, at));
    put(this.view.doing, say(KINDS[cue.kind] ?? "move"));
    const share = (at - cue.at) / Math.max(0.1, cue.seconds);
    this.view.turn(calm() ? Math.round(share * 4) / 4 : share);
    this.view.ring.dataset["kind"] = cue.kind;
    const places: string[] = [];
    if (sheet.sets > 1) places.push(say("set_of", { set: sheet.set, sets: sheet.sets }));
    if (sheet.reps && rep) places.push(say("rep_of", { rep, reps: sheet.reps }));
    put(this.view.place, places.join(" · "));
    put(this.view.left, say("left", { time: clock(sheet.seconds - at) }));
    this.dot(sheet.reps, cue.kind === "done" ? (sheet.reps ?? 0) + 1 : rep);
  }

  /** The number in the middle: the count of a hold, or the time that a rest or a timed set still takes. */
  private number(player: Player, cue: Cue, at: number): string {
    const { sheet } = player;
    if (cue.kind === "rest") return clock(cue.at + cue.seconds - at);
    if (sheet.reps === null && cue.kind !== "prepare" && cue.kind !== "done") {
      const done = sheet.cues.find((one) => one.kind === "done");
      return clock((done?.at ?? sheet.seconds) - at);
    }
    if (cue.kind !== "hold") return "";
    const counts = sheet.cues.filter((one) => one.kind === "count" && one.rep === cue.rep && one.at <= at);
    const last = counts[counts.length - 1];
    return last?.n ? String(last.n) : "";
  }

  private dot(reps: number | null, rep: number | null): void {
    if (reps === null || reps > MOST_DOTS) return this.view.dots.replaceChildren();
    if (this.view.dots.childElementCount !== reps) {
      this.view.dots.replaceChildren(...Array.from({ length: reps }, () => h("i")));
    }
    [...this.view.dots.children].forEach((dot, nth) => {
      const state = rep === null || nth + 1 > rep ? "" : nth + 1 === rep ? "now" : "done";
      if (dot.className !== state) dot.className = state;
    });
  }

  /** A screen that goes dark would take the exercise away. */
  private async awake(): Promise<void> {
    try {
      this.wake = await navigator.wakeLock?.request("screen");
    } catch {
      this.wake = null;
    }
  }
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds - 0.05));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
