// The live connection to the coach. It comes back by itself, and takes nothing twice.

import { keepUntold, under, untold, type Report } from "./store";
import type { Elsewhere, Shown, Welcome } from "./types";

export interface Code {
  code: string;
  minutes: number;
}

export interface Hears {
  state(online: boolean): void;
  /** The browser has to say first who is there. */
  door(error: string | null, need: string | null): void;
  welcome(told: Welcome): void;
  answer(told: Shown): void;
  elsewhere(told: Elsewhere): void;
  trouble(text: string): void;
  unsent(text: string): void;
  code(code: Code): void;
  /** The set that plays here now, if one does. */
  playing(): { sheet: string; at: number } | null;
}

interface Asked {
  n: number;
  type: "say" | "code";
  text?: string;
  at?: number;
}

const WAITS = [300, 700, 1500, 3000, 5000];
const PING = 15_000;
const PONG = 8_000;

export class Link {
  private socket: WebSocket | null = null;
  private fresh = true;
  private boot: string | null = null;
  private tries = 0;
  private number = Date.now();
  private waiting = new Map<number, Asked>();
  private untold: Report[] = untold();
  private retry: ReturnType<typeof setTimeout> | undefined;
  private pong: ReturnType<typeof setTimeout> | undefined;
  private welcomed = false;

  constructor(
    private readonly tab: string,
    private readonly hears: Hears,
  ) {
    setInterval(() => this.ping(), PING);
    addEventListener("online", () => this.soon());
    document.addEventListener("visibilitychange", () => document.hidden || this.ping());
  }

  get online(): boolean {
    return this.welcomed;
  }

  /** Come in, with what the person typed at the door if they had to. */
  async open(given: { token?: string; code?: string; leave?: true } = {}): Promise<void> {
    clearTimeout(this.retry);
    let answer: Response;
    try {
      answer = await fetch("/page/session", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(given),
        signal: AbortSignal.timeout(PONG),
      });
    } catch {
      return this.down();
    }
    const told = (await answer.json().catch(() => ({}))) as { error?: string; need?: string };
    if (answer.ok) return this.dial();
    if (answer.status >= 500) return this.down();
    const asked = given.token !== undefined || given.code !== undefined;
    this.hears.door(asked || !told.need ? (told.error ?? null) : null, told.need ?? null);
  }

  /** Another person's page from now on: what was asked before is forgotten. */
  async changed(given: { code?: string; leave?: true }): Promise<void> {
    this.waiting.clear();
    this.fresh = true;
    this.hangUp();
    await this.open(given);
  }

  say(text: string, at: number | null): void {
    if (!this.welcomed) return this.hears.unsent(text);
    this.ask({ n: (this.number += 1), type: "say", text, ...(at === null ? {} : { at }) });
  }

  code(): void {
    if (this.welcomed) this.ask({ n: (this.number += 1), type: "code" });
  }

  /** What became of a cue sheet; kept until the coach has heard it. */
  report(report: Omit<Report, "n">): void {
    const numbered = { n: (this.number += 1), ...report };
    this.untold.push(numbered);
    keepUntold(this.untold);
    if (this.welcomed) this.send({ type: "report", ...numbered });
  }

  /** How far the set has come. */
  note(sheet: string, at: number): void {
    if (this.welcomed) this.send({ type: "note", sheet, at });
  }

  private ask(asked: Asked): void {
    this.waiting.set(asked.n, asked);
    this.send(asked);
  }

  private send(told: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(told));
  }

  private dial(): void {
    this.hangUp();
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/page/live`);
    this.socket = socket;
    socket.onopen = () => {
      const playing = this.hears.playing() ?? (this.fresh ? under() : null);
      // a set that was stopped meanwhile is told of right after, with its own report
      const owing = this.untold.length > 0;
      this.send({ type: "hello", tab: this.tab, fresh: this.fresh && !owing, owing, playing });
    };
    socket.onmessage = (event) => socket === this.socket && this.hear(JSON.parse(String(event.data)));
    socket.onclose = () => socket === this.socket && this.down();
    this.pong = setTimeout(() => !this.welcomed && socket === this.socket && this.down(), PONG);
  }

  private hangUp(): void {
    clearTimeout(this.pong);
    const socket = this.socket;
    this.socket = null;
    this.welcomed = false;
    socket?.close();
  }

  private down(): void {
    this.hangUp();
    this.hears.state(false);
    const wait = WAITS[Math.min(this.tries, WAITS.length - 1)]!;
    this.tries += 1;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.open(), wait);
  }

  private soon(): void {
    if (this.welcomed) return this.ping();
    this.tries = 0;
    void this.open();
  }

  private ping(): void {
    if (!this.welcomed) return;
    this.send({ type: "ping" });
    clearTimeout(this.pong);
    this.pong = setTimeout(() => this.down(), PONG);
  }

  private hear(told: { type: string; n?: number; text?: string }): void {
    clearTimeout(this.pong);
    if (told.type === "welcome") return this.come(told as unknown as Welcome);
    if (told.type === "elsewhere") return this.hears.elsewhere(told as unknown as Elsewhere);
    if (told.n === undefined || told.n === null) {
      if (told.type === "trouble") this.hears.trouble(told.text ?? "");
      return;
    }
    const reported = this.untold.find((one) => one.n === told.n);
    if (!reported && !this.waiting.has(told.n)) return; // it was answered already
    this.waiting.delete(told.n);
    this.untold = this.untold.filter((one) => one.n !== told.n);
    keepUntold(this.untold);
    if (told.type === "code") this.hears.code(told as unknown as Code);
    else if (told.type === "answer") this.hears.answer(told as unknown as Shown);
    else this.hears.trouble(told.text ?? "");
  }

  private come(told: Welcome): void {
    const anew = this.boot !== null && this.boot !== told.boot;
    this.tries = 0;
    this.boot = told.boot;
    this.fresh = false;
    this.welcomed = true;
    this.hears.state(true);
    this.hears.welcome(told);
    for (const report of this.untold) this.send({ type: "report", again: true, ...report });
    for (const asked of [...this.waiting.values()]) {
      if (!anew) this.send(asked);
      else {
        // whether it was taken before the coach went cannot be known: the person decides
        this.waiting.delete(asked.n);
        if (asked.text) this.hears.unsent(asked.text);
      }
    }
  }
}
