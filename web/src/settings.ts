// The person's wishes, and other devices: one dialog; and the door, where a browser says who is there.

import { h, say, type Key } from "./dom";
import { Speech } from "./speech";
import { keepWishes, type Wishes } from "./store";

interface Does {
  wished(wanted: Wishes): void;
  code(): void;
  join(code: string): void;
  leave(): void;
}

function field(label: string, kind: Record<string, string>): { row: HTMLElement; input: HTMLInputElement } {
  const input = h("input", { ...kind, id: `field-${kind["name"]}` });
  return { row: h("div", { class: "field" }, h("label", { for: input.id }, label), input), input };
}

function codeField(name: string): { row: HTMLElement; input: HTMLInputElement } {
  return field(say("code_label"), { name, inputmode: "numeric", autocomplete: "one-time-code", maxlength: "9" });
}

export class Settings {
  private readonly code = h("p", { class: "code", role: "status" });
  private readonly person = h("p", { class: "note" });
  private readonly leave = h("button", { type: "button", class: "plain" });
  private readonly wrong = h("p", { class: "wrong", role: "alert" });
  private readonly join = codeField("join");
  private readonly dialog: HTMLDialogElement;

  constructor(
    private readonly wanted: Wishes,
    private readonly does: Does,
  ) {
    this.leave.addEventListener("click", () => does.leave());
    const joining = h("form", {}, this.join.row, h("button", { class: "plain", type: "submit" }, say("code_join")));
    joining.addEventListener("submit", (event) => {
      event.preventDefault();
      does.join(this.join.input.value);
    });
    this.dialog = h(
      "dialog",
      { class: "settings", "aria-labelledby": "settings" },
      h("h2", { id: "settings", tabindex: -1 }, say("settings")),
      this.check("aloud", "aloud", Speech.there ? "aloud_hint" : "aloud_none", !Speech.there),
      "vibrate" in navigator ? this.check("buzz", "buzz") : "",
      this.pick("size", "size", { usual: "size_usual", large: "size_large", largest: "size_largest" }),
      this.pick("colours", "colours", { auto: "colours_auto", light: "colours_light", dark: "colours_dark" }),
      h(
        "section",
        { "aria-labelledby": "devices" },
        h("h3", { id: "devices" }, say("devices")),
        h("p", { class: "note" }, say("devices_hint")),
        h("button", { type: "button", class: "plain", onclick: () => does.code() }, say("code_make")),
        this.code,
        h("h4", {}, say("code_have")),
        joining,
        this.wrong,
        this.person,
        this.leave,
      ),
      h("p", { class: "note" }, say("keys")),
      h("p", { class: "note" }, say("install")),
      h("button", { type: "button", class: "close", onclick: () => this.dialog.close() }, say("close")),
    );
    document.body.append(this.dialog);
    this.apply();
  }

  open(): void {
    this.code.textContent = "";
    this.wrong.textContent = "";
    this.dialog.showModal();
  }

  close(): void {
    this.dialog.close();
  }

  made(code: string, minutes: number): void {
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
    this.code.textContent = say("code_made", { code: spaced, minutes });
  }

  refuse(sentence: string): void {
    this.wrong.textContent = sentence;
    this.join.input.focus();
  }

  belongs(person: string, joined: boolean): void {
    this.person.textContent = joined ? say("joined", { person }) : "";
    this.leave.textContent = say("leave", { person });
    this.leave.hidden = !joined;
    this.join.input.value = "";
    this.wrong.textContent = "";
  }

  get shown(): boolean {
    return this.dialog.open;
  }

  private change(part: Partial<Wishes>): void {
    Object.assign(this.wanted, part);
    keepWishes(this.wanted);
    this.apply();
  }

  private apply(): void {
    document.documentElement.dataset["size"] = this.wanted.size;
    document.documentElement.dataset["colours"] = this.wanted.colours;
    this.does.wished(this.wanted);
  }

  private check(name: "aloud" | "buzz", label: Key, hint?: Key, off = false): HTMLElement {
    const input = h("input", { type: "checkbox", id: `wish-${name}`, disabled: off });
    input.checked = this.wanted[name];
    if (hint) input.setAttribute("aria-describedby", `hint-${name}`);
    input.addEventListener("change", () => this.change({ [name]: input.checked }));
    const text = h("label", { for: input.id }, say(label));
    return h("div", { class: "check" }, input, text, hint ? h("p", { id: `hint-${name}` }, say(hint)) : "");
  }

  private pick(name: "size" | "colours", label: Key, options: Record<string, Key>): HTMLElement {
    const made = Object.entries(options).map(([value, text]) => {
      const input = h("input", { type: "radio", name, value, id: `${name}-${value}` });
      input.checked = this.wanted[name] === value;
      input.addEventListener("change", () => this.change({ [name]: value }));
      return h("span", { class: "option" }, input, h("label", { for: input.id }, say(text)));
    });
    return h("fieldset", {}, h("legend", {}, say(label)), ...made);
  }
}

export class Door {
  private readonly wrong = h("p", { class: "wrong", role: "alert" });
  private readonly token = field(say("token_label"), { name: "token", type: "password", autocomplete: "current-password" });
  private readonly code = codeField("code");
  private readonly forms: HTMLElement;
  private readonly dialog: HTMLDialogElement;

  constructor(enter: (given: { token?: string; code?: string }) => void) {
    const form = (made: { row: HTMLElement; input: HTMLInputElement }, name: "token" | "code"): HTMLElement => {
      const whole = h("form", {}, made.row, h("button", { type: "submit" }, say("door_enter")));
      whole.addEventListener("submit", (event) => {
        event.preventDefault();
        if (made.input.value.trim()) enter({ [name]: made.input.value });
      });
      return whole;
    };
    this.forms = h("div", {}, form(this.token, "token"), h("p", { class: "note" }, say("door_or")), form(this.code, "code"));
    this.dialog = h(
      "dialog",
      { class: "door", "aria-labelledby": "door" },
      h("h2", { id: "door", tabindex: -1 }, say("door_title")),
      h("p", {}, say("door_text")),
      this.wrong,
      this.forms,
    );
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(this.dialog);
  }

  show(error: string | null, need: string | null): void {
    this.wrong.textContent = error ?? "";
    this.forms.hidden = need === null;
    if (!this.dialog.open) this.dialog.showModal();
    (need === "code" ? this.code.input : this.token.input).focus();
  }

  close(): void {
    this.token.input.value = "";
    this.code.input.value = "";
    if (this.dialog.open) this.dialog.close();
  }
}
