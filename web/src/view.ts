// The frame of the page: its parts, made once, and what shows in them.

import { drawn, h, say } from "./dom";
import { Figure } from "./figure";

const ROUND = 2 * Math.PI * 54;

function ring(): { element: SVGElement; arc: SVGElement } {
  const element = drawn("svg", { viewBox: "0 0 120 120", "aria-hidden": "true" });
  const circle = { cx: 60, cy: 60, r: 54, fill: "none" };
  const arc = drawn("circle", { ...circle, class: "arc", transform: "rotate(-90 60 60)" });
  arc.setAttribute("stroke-dasharray", String(ROUND));
  element.append(drawn("circle", { ...circle, class: "track" }), arc);
  return { element, arc };
}

function mark(): SVGElement {
  const element = drawn("svg", { viewBox: "0 0 64 64", "aria-hidden": "true", class: "mark" });
  element.append(
    drawn("circle", { cx: 44, cy: 17, r: 7 }),
    drawn("path", { d: "M16 50 V38 C16 26 24 24 36 27", fill: "none" }),
    drawn("path", { d: "M16 50 H40", fill: "none" }),
  );
  return element;
}

export class View {
  readonly picture = h("div", { class: "picture", hidden: true });
  readonly figure = new Figure((there) => {
    const moved = this.picture.hidden === there;
    this.picture.hidden = !there;
    this.staged();
    if (moved) this.sight();
  });
  readonly title = h("h2", { class: "title", id: "exercise" });
  readonly place = h("p", { class: "place" });
  readonly dots = h("div", { class: "dots", "aria-hidden": "true" });
  readonly count = h("span", { class: "count" });
  readonly doing = h("span", { class: "doing" });
  readonly left = h("p", { class: "left" });
  private readonly arc: SVGElement;
  readonly ring: HTMLElement;
  readonly beat: HTMLElement;
  readonly stage: HTMLElement;
  readonly earlier = h("ol", { class: "earlier", "aria-label": say("conversation"), hidden: true });
  readonly said = h("p", { class: "said", hidden: true });
  readonly words = h("div", { class: "words", tabindex: -1 });
  readonly choices = h("div", { class: "choices", role: "group", "aria-label": say("answers"), hidden: true });
  readonly stop = h("button", { class: "stop", type: "button" }, say("stop"));
  readonly main = h("button", { class: "main", type: "button" });
  readonly again = h("button", { class: "plain", type: "button" }, say("again"));
  readonly next = h("button", { class: "plain", type: "button" }, say("next"));
  readonly bar = h(
    "div",
    { class: "bar", role: "group", "aria-label": say("controls"), hidden: true },
    this.stop,
    this.main,
    this.again,
    this.next,
  );
  readonly input = h("input", {
    id: "say",
    type: "text",
    autocomplete: "off",
    enterkeyhint: "send",
    maxlength: 5000,
    placeholder: say("say"),
  });
  readonly form = h(
    "form",
    { class: "composer" },
    h("label", { for: "say", class: "unseen" }, say("say")),
    this.input,
    h("button", { type: "submit", class: "send" }, say("send")),
  );
  readonly banner = h("p", { class: "banner", role: "status", hidden: true });
  readonly settings = h("button", { type: "button", class: "gear" }, say("settings"));
  readonly big = h("button", { type: "button", class: "wide", "aria-pressed": "false" }, say("big"));
  readonly now: HTMLElement;
  private readonly scroll: HTMLElement;
  private readonly polite = h("div", { class: "unseen", "aria-live": "polite", "aria-atomic": "true" });
  private readonly urgent = h("div", { class: "unseen", role: "alert" });

  constructor() {
    const made = ring();
    this.arc = made.arc;
    this.picture.append(this.figure.element);
    this.ring = h("div", { class: "ring" }, this.count, this.doing);
    this.ring.prepend(made.element);
    this.beat = h("div", { class: "beat", hidden: true }, this.ring, this.dots, this.left);
    this.stage = h(
      "section",
      { class: "stage", "aria-label": say("exercise"), hidden: true },
      h("div", { class: "head" }, this.title, this.place),
      this.picture,
      this.beat,
    );
    this.now = h("section", { class: "now", "aria-label": say("now") }, this.said, this.words, this.choices);
    this.scroll = h("main", {}, this.stage, this.earlier, this.now);
    document.body.append(
      h("header", {}, h("h1", {}, mark(), h("span", {}, say("title"))), this.big, this.settings),
      this.banner,
      this.scroll,
      h("footer", {}, this.form, this.bar),
      this.polite,
      this.urgent,
    );
  }

  /** Whether an exercise is on: it has the page's middle then, and what was said before steps back. */
  staged(active = document.body.classList.contains("active")): void {
    document.body.classList.toggle("active", active);
    document.body.classList.toggle("pictured", !this.picture.hidden);
    this.stage.hidden = !active && this.picture.hidden;
    this.earlier.hidden = active || this.earlier.querySelector("li:not([hidden])") === null;
    this.bar.hidden = !active;
  }

  /** Bring the latest words into sight, from their beginning; in a set the figure above them. */
  sight(set = ["running", "resting"].includes(document.body.dataset["phase"] ?? "")): void {
    // what does not fit can be read on by keyboard too
    this.scroll.tabIndex = this.scroll.scrollHeight > this.scroll.clientHeight + 1 ? 0 : -1;
    if (set) {
      this.scroll.scrollTo({ top: 0 });
      window.scrollTo({ top: 0 });
      return;
    }
    this.now.scrollIntoView({ block: "end" });
    const { top } = this.now.getBoundingClientRect();
    if (top < Math.max(0, this.scroll.getBoundingClientRect().top)) {
      this.now.scrollIntoView({ block: "start" });
    }
  }

  /** How far a movement has come, 0 to 1. */
  turn(share: number): void {
    this.arc.setAttribute("stroke-dashoffset", String(ROUND * (1 - Math.min(1, Math.max(0, share)))));
  }

  /** Read to whoever uses a screen reader, when they have time. */
  tell(text: string): void {
    this.polite.textContent = text;
  }

  /** Read at once. */
  alarm(text: string): void {
    this.urgent.textContent = text;
  }

  /** A line above everything, for as long as it holds; null takes it away. */
  warn(text: string | null): void {
    this.banner.hidden = text === null;
    if (this.banner.textContent !== (text ?? "")) this.banner.textContent = text ?? "";
  }
}

/** Changes a text only where it is another one: what stays is not drawn anew. */
export function put(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
