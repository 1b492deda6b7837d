// Plays a cue sheet: each cue at the sheet's start plus its `at`, never counted on from the cue before.

import { Alarm } from "./alarm";
import type { Cue, Sheet } from "./types";

/** Milliseconds behind a cue at which the device must have been asleep. */
export const ASLEEP = 2500;

/** Milliseconds before a cue in which the page draws nothing. */
const CLEAR = 40;

export interface Hooks {
  /** A cue is due now; `due` in ms of performance.now(). */
  cue(cue: Cue, due: number): void;
  /** The start of the sheet or of a repetition, at `at` seconds: the place to be kept. */
  place(at: number): void;
  /** The sheet is over. */
  done(): void;
  /** The device was asleep; the last cue that was given is at `at` seconds. */
  slept(at: number): void;
}

/** What makes a cue the same one in a sheet and in the sheet that goes on from it. */
const identity = (cue: Cue): string => `${cue.kind}/${cue.rep}/${cue.n}`;

export class Player {
  readonly start: number;
  private readonly alarm = new Alarm(() => this.ring());
  private readonly cues: Cue[];
  private readonly given: Map<string, number>;
  private next = 0;
  private rep: number | null;
  private last = 0;
  private first = true; // the first cue may be under way already, on another device
  playing = true;

  /** Begins at `start` (ms of performance.now()); with `before`, in the place of the sheet it goes on from. */
  constructor(
    readonly sheet: Sheet,
    private readonly hooks: Hooks,
    start: number,
    before?: Player,
  ) {
    this.given = new Map(before?.given);
    this.rep = before?.rep ?? null;
    if (before) before.stop();
    this.start = before ? this.joined(before) : start;
    this.cues = sheet.cues.filter((cue) => !this.given.has(identity(cue)));
    const first = this.cues[0];
    if (before && first) this.start += Math.max(0, performance.now() - (this.start + first.at * 1000));
    if (!before && this.at() >= 0) {
      // one that is under way already, on another device: what is over is not said again
      while (this.cues[this.next + 1] && this.cues[this.next + 1]!.at <= this.at()) this.next += 1;
    }
    this.set();
  }

  /** Where a sheet begins that goes on from another: a step of its pace after the last cue that was given. */
  private joined(before: Player): number {
    const known = this.sheet.cues.filter((cue) => before.given.has(identity(cue)));
    const last = known[known.length - 1];
    if (last) return before.given.get(identity(last))! - last.at * 1000;
    return before.start + (this.sheet.continues?.at ?? 0) * 1000;
  }

  /** Seconds into the sheet, never outside it. */
  at(): number {
    const seconds = (performance.now() - this.start) / 1000;
    return Math.round(Math.min(Math.max(0, seconds), this.sheet.seconds) * 1000) / 1000;
  }

  /** Whether a cue is due in a moment: then nothing is drawn, so that it finds the page free. */
  get soon(): boolean {
    const cue = this.cues[this.next];
    const left = this.start + (cue ? cue.at : this.sheet.seconds) * 1000 - performance.now();
    return left < CLEAR;
  }

  /** The cue that is on, leaving the counts aside; null before the first. */
  current(at = this.at()): Cue | null {
    let found: Cue | null = null;
    for (const cue of this.sheet.cues) if (cue.kind !== "count" && cue.at <= at) found = cue;
    return found;
  }

  /** Give no cue any more, from now on; returns the seconds at which that was. */
  stop(): number {
    this.playing = false;
    this.alarm.close();
    return this.at();
  }

  private set(): void {
    const cue = this.cues[this.next];
    this.alarm.set(this.start + (cue ? cue.at : this.sheet.seconds) * 1000);
  }

  private ring(): void {
    while (this.playing) {
      const cue = this.cues[this.next];
      const due = this.start + (cue ? cue.at : this.sheet.seconds) * 1000;
      const late = performance.now() - due;
      if (late < -0.5) return this.set();
      if (late > ASLEEP && !this.first) {
        this.stop();
        return this.hooks.slept(this.last);
      }
      if (!cue) {
        this.stop();
        return this.hooks.done();
      }
      this.first = false;
      this.next += 1;
      this.last = cue.at;
      this.given.set(identity(cue), due);
      this.hooks.cue(cue, due);
      if (this.playing && cue.rep !== null && cue.rep !== this.rep) {
        this.rep = cue.rep;
        this.hooks.place(cue.at);
      }
    }
  }
}
