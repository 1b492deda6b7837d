// The browser's own voice, where the person has switched it on.

const USUAL_RATE = 155; // words a minute that a browser speaks at rate 1
const LONGEST = 20_000; // ms; some browsers never say that they have ended

export class Speech {
  on = false;
  private rate = 1;
  private volume = 1;
  private open = new Set<SpeechSynthesisUtterance>();

  static get there(): boolean {
    return "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;
  }

  /** How the person wants to be spoken to (custom.voice): words a minute, and a volume of 100. */
  adopt(manner: { rate?: number; volume?: number }): void {
    if (manner.rate) this.rate = Math.min(2, Math.max(0.5, manner.rate / USUAL_RATE));
    if (manner.volume) this.volume = Math.min(1, Math.max(0, manner.volume / 100));
  }

  /** Say something, after what is being said; `now` cuts that off. */
  say(text: string, now = false): void {
    if (!this.on || !Speech.there || !text.trim()) return;
    if (now) this.hush();
    const said = new SpeechSynthesisUtterance(text);
    said.lang = "en";
    said.rate = this.rate;
    said.volume = this.volume;
    const over = (): void => void this.open.delete(said);
    said.onend = over;
    said.onerror = over;
    setTimeout(over, LONGEST);
    this.open.add(said);
    speechSynthesis.speak(said);
  }

  hush(): void {
    this.open.clear();
    if (Speech.there) speechSynthesis.cancel();
  }

  /** Whether something is being said, or waits to be. */
  get talking(): boolean {
    return this.on && this.open.size > 0;
  }
}
