// Danger takes the whole screen: the words for the ambulance first, read out at once, never closed by accident.

import { h, say } from "./dom";
import { paragraphs } from "./talk";
import type { Message } from "./types";

const NUMBER = /\b(?:call|ring|dial|phone)\s+(\d{3})\b/i;

export class Alert {
  private readonly heading = h("h2", { id: "danger", tabindex: -1 });
  private readonly call = h("a", { class: "call" });
  private readonly rest = h("div", { id: "danger-rest", class: "rest" });
  private readonly again = h("button", { type: "button", class: "reread", hidden: true }, say("alert_again"));
  readonly dialog = h(
    "dialog",
    { class: "danger", role: "alertdialog", "aria-labelledby": "danger", "aria-describedby": "danger-rest" },
    this.heading,
    this.call,
    this.rest,
    h("button", { type: "button", class: "read", onclick: () => this.close() }, say("alert_read")),
  );

  constructor(private readonly hurry: (text: string) => void) {
    // the key that stops an exercise must not take this away
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault());
    this.again.addEventListener("click", () => this.open());
    document.querySelector("header")?.after(this.again);
    document.body.append(this.dialog);
  }

  get shown(): boolean {
    return this.dialog.open;
  }

  /** Show what an answer says, if the safety screen calls for help at once. */
  take(messages: Message[]): boolean {
    if (!messages.some((message) => message.custom?.triage?.tier === "emergency_now")) return false;
    const [first, ...rest] = messages.flatMap((message) => paragraphs(message.text)).map((one) => one.textContent ?? "");
    const number = NUMBER.exec(first ?? "")?.[1];
    this.heading.textContent = first ?? "";
    this.call.hidden = number === undefined;
    if (number !== undefined) {
      this.call.href = `tel:${number}`;
      this.call.textContent = say("alert_call", { number });
    }
    this.rest.replaceChildren(...rest.map((text) => h("p", {}, text)));
    this.open();
    this.hurry([first, ...rest].join(" "));
    return true;
  }

  private open(): void {
    this.again.hidden = true;
    if (!this.dialog.open) this.dialog.showModal();
    this.heading.focus();
  }

  private close(): void {
    this.dialog.close();
    this.again.hidden = false;
    this.hurry("");
  }
}
