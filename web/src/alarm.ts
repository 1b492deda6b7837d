// Wakes at a moment of performance.now(), also while the page is in the background.

const HOP = 1000; // ms; a long wait is made of short ones, so that a sleep of the machine is noticed soon

export class Alarm {
  private worker: Worker | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private due: number | null = null;

  constructor(private readonly ring: () => void) {
    try {
      this.worker = new Worker(new URL("./ticker.ts", import.meta.url), { type: "module" });
      this.worker.onmessage = () => this.woken();
      this.worker.onerror = () => {
        this.worker = null;
        this.woken();
      };
    } catch {
      this.worker = null; // the page's own timers have to do
    }
  }

  /** Ring at `due`, or at once if that is past; what was set before is forgotten. */
  set(due: number): void {
    this.due = due;
    this.wait();
  }

  clear(): void {
    this.due = null;
    clearTimeout(this.timer);
    this.worker?.postMessage(null);
  }

  close(): void {
    this.clear();
    this.worker?.terminate();
    this.worker = null;
  }

  private wait(): void {
    if (this.due === null) return;
    clearTimeout(this.timer);
    const wait = Math.min(HOP, Math.max(0, this.due - performance.now()));
    // whichever comes first: the page's own timer is the nearer one, and the worker's is never slowed down
    this.timer = setTimeout(() => this.woken(), wait);
    this.worker?.postMessage(wait);
  }

  private woken(): void {
    if (this.due === null) return;
    if (performance.now() >= this.due - 0.5) {
      this.due = null;
      this.ring();
    } else this.wait();
  }
}
