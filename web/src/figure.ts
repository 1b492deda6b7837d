// The exercise figure: still for a step, and moving between its poses in time with a cue sheet.

import { calm, drawn, harmless, parsed, say } from "./dom";
import type { Player } from "./player";
import type { Cue, FigureRef, Sheet } from "./types";

type Pose = Record<string, [number, number]>;

interface Part {
  kind: "line" | "circle" | "path";
  joints: string[];
  width: number;
  tone: string;
}

interface Loop {
  poses: number[];
  seconds: number;
}

/** coach/figures: what can be moved, and where each kind of cue leads. */
interface Animation {
  width: number;
  height: number;
  scene: string;
  parts: Part[];
  poses: Pose[];
  ways?: Record<string, Pose[]>;
  cues: Record<string, number>;
  even?: Record<string, number>;
  then?: Record<string, number>;
  loops?: Record<string, Loop>;
}

/** From pose to pose, from second `at` on, within `seconds`. */
interface Stretch {
  at: number;
  seconds: number;
  from: number;
  to: number;
  loop?: Loop;
  lasts: number;
}

const QUICK = 0.8; // seconds for a change that is no movement of the exercise
const FRAME = 30; // ms; slow movements need no more, and cues must find the page free
const MOVES = new Set(["move", "return", "switch"]);

export class Figure {
  readonly element = drawn("svg", { role: "img", viewBox: "0 0 400 300", class: "figure" }) as SVGSVGElement;
  private animation: Animation | null = null;
  private stretches: Stretch[] = [];
  private shapes: SVGElement[] = [];
  private frame = 0;
  private shown = "";
  private readonly texts = new Map<string, Promise<string | null>>();

  constructor(private readonly changed: (there: boolean) => void) {
    this.label(say("figure"));
  }

  /** The still picture of a step. */
  async step(figure: FigureRef): Promise<void> {
    this.rest();
    const path = `/figures/${figure.exercise}/${figure.variant}/${Math.max(1, figure.step)}.svg`;
    if (this.shown === path) return;
    this.shown = path;
    const root = parsed((await this.text(path)) ?? "");
    if (this.shown !== path) return;
    if (root === null) return this.clear();
    const [, , width = "400", height = "300"] = (root.getAttribute("viewBox") ?? "").split(/\s+/);
    this.size(Number(width), Number(height));
    const parts = harmless(root).filter((one) => one.localName !== "title");
    const ground = parts[0];
    if (ground?.localName === "rect") parts.shift(); // the page has a ground of its own
    this.element.replaceChildren(...parts);
    this.label(figure.alt || root.querySelector("title")?.textContent || say("figure"));
    this.changed(true);
  }

  /** Move with a set until `rest` is called. */
  async move(figure: FigureRef, player: Player): Promise<void> {
    this.rest();
    const path = `/figures/${figure.exercise}/${figure.variant}.json`;
    this.shown = path;
    const still = await this.text(`/figures/${figure.exercise}/${figure.variant}/1.svg`);
    const animation = read(await this.text(path));
    if (this.shown !== path || !player.playing) return;
    if (animation === null) return this.clear();
    this.animation = animation;
    this.build(animation);
    this.label(figure.alt || parsed(still ?? "")?.querySelector("title")?.textContent || say("figure"));
    this.stretches = stretches(animation, player.sheet);
    this.changed(true);
    let last = -Infinity;
    const draw = (now = performance.now()): void => {
      if (now - last > FRAME && !player.soon) {
        last = now;
        this.place(this.poseAt((performance.now() - player.start) / 1000));
      }
      if (player.playing) this.frame = requestAnimationFrame(draw);
    };
    draw();
  }

  /** Stay as it is. */
  rest(): void {
    cancelAnimationFrame(this.frame);
    this.shown = "";
  }

  clear(): void {
    this.rest();
    this.element.replaceChildren();
    this.changed(false);
  }

  private label(text: string): void {
    this.element.setAttribute("aria-label", text);
  }

  private size(width: number, height: number): void {
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }

  private text(path: string): Promise<string | null> {
    const known = this.texts.get(path);
    if (known) return known;
    const fetched = fetch(path, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.text() : null))
      .catch(() => null);
    this.texts.set(path, fetched);
    void fetched.then((text) => text === null && this.texts.delete(path));
    return fetched;
  }

  private build(animation: Animation): void {
    this.size(animation.width, animation.height);
    const scene = parsed(animation.scene);
    this.shapes = animation.parts.map((part) => {
      const tone = `var(--figure-${part.tone.replace(/[^a-z-]/g, "-")})`;
      if (part.kind === "circle") return drawn("circle", { r: part.width / 2, fill: tone });
      const looks = { fill: "none", stroke: tone, "stroke-width": part.width };
      return drawn("polyline", { ...looks, "stroke-linecap": "round", "stroke-linejoin": "round" });
    });
    this.element.replaceChildren(...(scene ? harmless(scene) : []), ...this.shapes);
  }

  private place(pose: Pose): void {
    this.animation?.parts.forEach((part, nth) => {
      const at = part.joints.map((joint): [number, number] => pose[joint] ?? [0, 0]);
      const shape = this.shapes[nth]!;
      if (part.kind === "circle") {
        shape.setAttribute("cx", at[0]![0].toFixed(1));
        shape.setAttribute("cy", at[0]![1].toFixed(1));
      } else shape.setAttribute("points", at.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "));
    });
  }

  private poseAt(at: number): Pose {
    const poses = this.animation!.poses;
    let on: Stretch | null = null;
    for (const one of this.stretches) if (one.at <= at) on = one;
    if (on === null) return poses[this.stretches[0]?.from ?? 0]!;
    const into = at - on.at;
    if (on.loop && into < on.lasts) return this.round(on, on.loop, into);
    const last = on.loop ? on.loop.poses[0]! : on.to;
    if (calm() || into >= on.seconds) return poses[last]!;
    return this.between(on.from, last, into / on.seconds);
  }

  /** Poses that go round for as long as the cue lasts. */
  private round(on: Stretch, loop: Loop, into: number): Pose {
    const each = loop.seconds / loop.poses.length;
    if (into < each && on.from !== loop.poses[0] && !calm()) {
      return this.between(on.from, loop.poses[0]!, into / each);
    }
    const nth = Math.floor(into / each);
    const from = loop.poses[nth % loop.poses.length]!;
    if (calm()) return this.animation!.poses[from]!;
    return this.between(from, loop.poses[(nth + 1) % loop.poses.length]!, into / each - nth, false);
  }

  /** Part of the way from pose to pose: through the poses in between, so that limbs keep their length. */
  private between(from: number, to: number, share: number, eased = true): Pose {
    const { poses, ways } = this.animation!;
    const way = [poses[from]!, ...(from === to ? [] : (ways?.[`${from}-${to}`] ?? [])), poses[to]!];
    const part = Math.min(1, Math.max(0, share));
    const far = (eased ? part * part * (3 - 2 * part) : part) * (way.length - 1);
    const nth = Math.min(way.length - 2, Math.floor(far));
    const [a, b] = [way[nth]!, way[nth + 1]!];
    const pose: Pose = {};
    for (const [joint, [x, y]] of Object.entries(a)) {
      const [u, v] = b[joint] ?? [x, y];
      pose[joint] = [x + (u - x) * (far - nth), y + (v - y) * (far - nth)];
    }
    return pose;
  }
}

/** The ways of a whole set, in the order of their times. */
function stretches(animation: Animation, sheet: Sheet): Stretch[] {
  const found: Stretch[] = [];
  let pose = animation.cues["prepare"] ?? animation.cues["return"] ?? 0;
  for (const cue of sheet.cues) {
    const loop = animation.loops?.[cue.kind];
    const to = target(animation, cue) ?? (loop ? loop.poses[0] : undefined);
    if (to === undefined) continue;
    const whole = MOVES.has(cue.kind) ? cue.seconds : Math.min(QUICK, cue.seconds);
    const back = animation.then?.[cue.kind];
    const seconds = back === undefined || loop ? whole : whole / 2;
    found.push({ at: cue.at, seconds, from: pose, to, lasts: cue.seconds, ...(loop ? { loop } : {}) });
    pose = loop ? loop.poses[0]! : to;
    if (back !== undefined) {
      const at = loop ? cue.at + cue.seconds : cue.at + cue.seconds / 2;
      found.push({ at, seconds: loop ? QUICK : seconds, from: pose, to: back, lasts: 0 });
      pose = back;
    }
  }
  return found;
}

function target(animation: Animation, cue: Cue): number | undefined {
  const even = cue.rep !== null && cue.rep % 2 === 0 ? animation.even?.[cue.kind] : undefined;
  return even ?? animation.cues[cue.kind];
}

function read(text: string | null): Animation | null {
  try {
    const found = JSON.parse(text ?? "") as Animation;
    return Array.isArray(found.poses) && Array.isArray(found.parts) && found.poses.length ? found : null;
  } catch {
    return null;
  }
}
