// A worker that wakes the page: timers of a page in the background are slowed down, those of a worker are not.

let timer: ReturnType<typeof setTimeout> | undefined;

self.onmessage = (event: MessageEvent<number | null>) => {
  clearTimeout(timer);
  const wait = event.data;
  if (wait !== null) timer = setTimeout(() => (self as unknown as Worker).postMessage(0), Math.max(0, wait));
};
