// What passes between the page and the coach; contract: custom.cue_sheet, custom.ask, custom.triage, custom.routine.

export interface Cue {
  at: number;
  kind: string;
  say: string;
  seconds: number;
  rep: number | null;
  n: number | null;
}

export interface Sheet {
  id: string;
  exercise: string;
  set: number;
  sets: number;
  reps: number | null;
  seconds: number;
  cues: Cue[];
  continues?: { id: string; at: number };
}

export interface Ask {
  fact: string;
  type: "bool" | "number" | "choice";
  choices?: string[];
  min?: number;
  max?: number;
}

export interface Choice {
  title: string;
  payload: string;
}

export interface Custom {
  ask?: Ask;
  triage?: { tier: string };
  cue_sheet?: Sheet;
  routine?: { state: string };
  figure?: FigureRef;
  papers?: string[];
  forgotten?: boolean;
  plots?: { name: string; alt: string }[];
  voice?: { rate?: number; volume?: number; voice?: string };
}

export interface Message {
  text: string;
  buttons: Choice[];
  image: string | null;
  custom: Custom | null;
}

export type Phase = "idle" | "ready" | "running" | "resting" | "paused" | "finished";
export type Cause = "stop" | "pause" | "lost";

/** Which exercise is on, in which way, and at which step of getting ready. */
export interface FigureRef {
  exercise: string;
  variant: string;
  step: number;
  name?: string;
  alt?: string;
}

/** What every answer of the coach brings along. */
export interface Shown {
  messages: Message[];
  plays: boolean;
  phase: Phase;
  figure: FigureRef | null;
}

export interface Welcome extends Partial<Shown> {
  boot: string;
  build: string;
  person: string;
  joined: boolean;
  phase: Phase;
  halt?: boolean;
  follow?: { sheet: Sheet | null; at: number; figure: FigureRef | null };
}

export interface Elsewhere extends Shown {
  where: string;
  said: string;
}
