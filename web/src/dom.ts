// Small helpers to make elements. Text goes in as text, never as markup.

import words from "./words.json";

type Props = Record<string, string | number | boolean | ((event: never) => void) | undefined>;
export type Key = keyof typeof words;

/** A sentence of the page, with values put in. */
export function say(key: Key, values: Record<string, string | number> = {}): string {
  return words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** An element with attributes, listeners (`onclick` and so on) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** An element of a drawing. */
export function drawn(tag: string, attributes: Record<string, string | number> = {}): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

const DRAWN = new Set(["g", "path", "line", "circle", "rect", "ellipse", "polyline", "polygon", "title"]);
const LOOKS =
  /^(d|points|c?x|c?y|[xy][12]|r[xy]?|width|height|fill|stroke|stroke-width|stroke-linecap|stroke-linejoin|stroke-dasharray|opacity|transform|fill-rule|fill-opacity|stroke-opacity)$/;

/** The parts of a drawing that only draw; whatever could do or load something is left out. */
export function harmless(from: ParentNode): SVGElement[] {
  return [...from.children].flatMap((one) => {
    if (!DRAWN.has(one.localName)) return [];
    const copy = drawn(one.localName);
    for (const { name, value } of [...one.attributes]) {
      if (LOOKS.test(name) && !/url\(/i.test(value)) copy.setAttribute(name, value);
    }
    if (one.localName === "title") copy.textContent = one.textContent;
    copy.append(...harmless(one));
    return [copy];
  });
}

/** A drawing from its text; null if it is none. */
export function parsed(text: string): Element | null {
  // the page has colours of its own for drawings, and lets no styles in from elsewhere
  const bare = text.replace(/<style[\s>][\s\S]*?<\/style>/gi, "");
  const whole = bare.includes("<svg") ? bare : `<svg xmlns="${SVG}">${bare}</svg>`;
  const root = new DOMParser().parseFromString(whole, "image/svg+xml").documentElement;
  return root.localName === "svg" ? root : null;
}

export const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
