// What the coach says and what one can answer: the latest in the middle of the page, the rest above it.

import { h, say, type Key } from "./dom";
import type { Ask, Choice, Message, Phase } from "./types";
import type { View } from "./view";

const KEPT = 60; // entries of the conversation
const MOST_NUMBERS = 11;
const PAPERS: Record<string, [Key, string]> = {
  pdf: ["paper_pdf", "/papers/summary.pdf"],
  csv: ["paper_csv", "/papers/summary.csv"],
  fhir: ["paper_fhir", "/papers/summary.json"],
  everything: ["paper_everything", "/mine/everything.json"],
};
const PLACES: Record<string, Key> = {
  here: "on_page",
  page: "on_page",
  speaker: "on_speaker",
  telegram: "on_telegram",
  slack: "on_slack",
  whatsapp: "on_whatsapp",
};

/** A text as paragraphs; its lines stay lines. */
export function paragraphs(text: string): HTMLElement[] {
  return text
    .split(/\n{2,}/)
    .filter((part) => part.trim())
    .map((part) => h("p", {}, part.trim()));
}

export class Talk {
  private latest: HTMLElement | null = null;

  constructor(
    private readonly view: View,
    private readonly answer: (payload: string) => void,
  ) {}

  /** What the person said here, or `where` else. */
  hear(text: string, where?: string): void {
    this.keep();
    const line = where ? say("elsewhere", { where: say(PLACES[where] ?? "on_page"), text }) : say("you_said", { text });
    this.view.said.textContent = line;
    this.view.said.hidden = false;
    this.entry("person", where ? line : text, say("you"));
  }

  /** What the coach says to it. */
  show(messages: Message[], phase: Phase): void {
    const said = messages.filter((message) => message.text.trim());
    if (!messages.length) return;
    this.keep();
    if (messages.some((message) => message.custom?.forgotten)) this.forget();
    const parts = messages.flatMap((message) => [...paragraphs(message.text), ...this.beside(message)]);
    this.view.words.replaceChildren(...parts);
    this.view.words.classList.remove("caption");
    const text = said.map((message) => message.text).join("\n\n");
    this.latest = text ? this.entry("coach", text, say("coach")) : null;
    if (this.latest) this.latest.hidden = true; // it stands in the middle just now
    this.choose(messages, phase);
  }

  /** A line of the page's own, or a cue of a set. */
  caption(text: string): void {
    this.keep();
    this.view.said.hidden = true;
    this.view.words.replaceChildren(h("p", {}, text));
    this.view.words.classList.add("caption");
    this.clearChoices();
  }

  clearChoices(): void {
    const held = this.view.choices.contains(document.activeElement);
    this.view.choices.replaceChildren();
    this.view.choices.hidden = true;
    if (held) this.view.words.focus({ preventScroll: true });
  }

  /** Everything was deleted: nothing of it stays on the screen. */
  private forget(): void {
    this.view.earlier.replaceChildren();
    this.view.said.hidden = true;
    this.view.said.textContent = "";
  }

  private keep(): void {
    if (this.latest) this.latest.hidden = false;
    this.latest = null;
  }

  private entry(kind: string, text: string, who: string): HTMLElement {
    const made = h("li", { class: kind }, h("span", { class: "unseen" }, `${who}: `), ...paragraphs(text));
    this.view.earlier.append(made);
    while (this.view.earlier.childElementCount > KEPT) this.view.earlier.firstElementChild?.remove();
    return made;
  }

  private choose(messages: Message[], phase: Phase): void {
    this.clearChoices();
    const ask = [...messages].reverse().find((message) => message.custom?.ask)?.custom?.ask;
    // the bar has these already
    const barred = ask?.fact === "ready" && (phase === "ready" || phase === "paused");
    const given = barred ? [] : messages.flatMap((message) => message.buttons);
    const choices = given.length ? given : barred ? [] : numbers(ask) ?? (ask ? [] : suggestions(messages, phase));
    this.view.input.inputMode = ask?.type === "number" ? "numeric" : "text";
    this.view.choices.className = `choices ${ask?.type === "number" ? "numbers" : choices.length > 6 ? "many" : ""}`;
    this.view.choices.replaceChildren(...choices.map((one) => this.button(one)));
    this.view.choices.hidden = choices.length === 0;
  }

  private button(choice: Choice): HTMLElement {
    return h("button", { type: "button", onclick: () => this.answer(choice.payload) }, choice.title);
  }

  /** Papers and pictures that the coach offers with a message. */
  private beside(message: Message): HTMLElement[] {
    const custom = message.custom ?? {};
    const papers = (custom.papers ?? []).flatMap((kind) => {
      const [text, path] = PAPERS[kind] ?? [];
      return text && path ? [h("a", { class: "paper", href: path, download: "" }, say(text))] : [];
    });
    const plots = (custom.plots ?? [])
      .filter((plot) => /^[\w-]+$/.test(plot.name))
      .map((plot) => {
        const path = `/papers/plots/${plot.name}.svg`;
        const image = h("img", { src: path, alt: plot.alt, loading: "lazy" });
        return h("figure", {}, image, h("figcaption", {}, plot.alt));
      });
    const shown = /^figures\/[\w/.-]+\.png$/.test(message.image ?? "") && !custom.figure;
    const image = shown ? [h("img", { class: "step", src: `/${message.image}`, alt: say("figure") })] : [];
    const named = papers.length ? [h("p", { class: "note" }, say("papers")), h("div", { class: "papers" }, ...papers)] : [];
    return [...image, ...plots, ...named];
  }
}

function numbers(ask: Ask | undefined): Choice[] | null {
  if (ask?.type !== "number" || ask.min === undefined || ask.max === undefined) return null;
  const many = ask.max - ask.min + 1;
  if (many > MOST_NUMBERS) return [];
  return Array.from({ length: many }, (_, nth) => {
    const number = String(ask.min! + nth);
    return { title: number, payload: number };
  });
}

/** What the coach names between quotes as things that one can say. */
function suggestions(messages: Message[], phase: Phase): Choice[] {
  if (phase !== "idle" && phase !== "finished") return [];
  const text = messages.map((message) => message.text).join(" ");
  const named = [...text.matchAll(/You can (?:also )?say ([^.]*)/g)].flatMap((found) => [
    ...(found[1] ?? "").matchAll(/"([^"]{2,40})"/g),
  ]);
  return [...new Set(named.map((one) => one[1]!))]
    .slice(0, 3)
    .map((one) => ({ title: one.charAt(0).toUpperCase() + one.slice(1), payload: one }));
}
