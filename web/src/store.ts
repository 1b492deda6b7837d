// What the browser keeps: wishes for good, and what is under way for as long as the page is open.

import type { Cause } from "./types";

export interface Wishes {
  aloud: boolean;
  buzz: boolean;
  size: "usual" | "large" | "largest";
  colours: "auto" | "light" | "dark";
}

/** A report that the coach has not heard yet. */
export interface Report {
  n: number;
  name: string;
  sheet: string;
  at?: number;
  cause?: Cause;
}

/** The set that plays here, and how far it has come. */
export interface Under {
  sheet: string;
  at: number;
}

const USUAL: Wishes = { aloud: false, buzz: false, size: "usual", colours: "auto" };

function get<T>(kept: Storage | undefined, name: string): T | null {
  try {
    return JSON.parse(kept?.getItem(`spinecoach.${name}`) ?? "null") as T | null;
  } catch {
    return null;
  }
}

function put(kept: Storage | undefined, name: string, value: unknown): void {
  try {
    if (value === null) kept?.removeItem(`spinecoach.${name}`);
    else kept?.setItem(`spinecoach.${name}`, JSON.stringify(value));
  } catch {
    // a browser that keeps nothing: then it is not remembered
  }
}

export const wishes = (): Wishes => ({ ...USUAL, ...get<Partial<Wishes>>(localStorage, "wishes") });
export const keepWishes = (wanted: Wishes): void => put(localStorage, "wishes", wanted);

export const under = (): Under | null => get<Under>(sessionStorage, "under");
export const keepUnder = (set: Under | null): void => put(sessionStorage, "under", set);

export const untold = (): Report[] => get<Report[]>(sessionStorage, "untold") ?? [];
export const keepUntold = (reports: Report[]): void =>
  put(sessionStorage, "untold", reports.length ? reports : null);

const made = (): string =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, "0")).join("");

/** The name of this tab. A tab that was doubled has the name of the other, and takes a new one. */
export async function tab(): Promise<string> {
  let name = get<string>(sessionStorage, "tab") ?? made();
  if ("BroadcastChannel" in window) {
    const others = new BroadcastChannel("spinecoach.tabs");
    const taken = await new Promise<boolean>((tell) => {
      others.onmessage = (event) => event.data === `taken ${name}` && tell(true);
      others.postMessage(`mine? ${name}`);
      setTimeout(() => tell(false), 60);
    });
    if (taken) {
      name = made();
      keepUnder(null);
      keepUntold([]);
    }
    others.onmessage = (event) => event.data === `mine? ${name}` && others.postMessage(`taken ${name}`);
  }
  put(sessionStorage, "tab", name);
  return name;
}

/** Whether the page was loaded anew for this build already: once is enough. */
export function reloadedFor(build: string): boolean {
  if (get<string>(sessionStorage, "build") === build) return true;
  put(sessionStorage, "build", build);
  return false;
}
