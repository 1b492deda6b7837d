// Keeps the shell of the page, so that it opens without the coach and can say so. The network goes first: an
// old build is shown only where no coach can be reached, and all that was kept of it goes with the next one.

declare const __BUILD__: string;
const scope = self as unknown as ServiceWorkerGlobalScope;

const KEPT = `spinecoach-${__BUILD__}`;
const SHELL = "__SHELL__" as unknown as string[]; // the build puts the names in
const PATIENCE = 3000;

scope.addEventListener("install", (event) => {
  const fresh = SHELL.map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(
    caches
      .open(KEPT)
      .then((kept) => kept.addAll(fresh))
      .then(() => scope.skipWaiting()),
  );
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => scope.clients.claim()),
  );
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== scope.location.origin) return;
  if (request.mode === "navigate" && address.pathname === "/") event.respondWith(start(request));
  else if (SHELL.includes(address.pathname)) event.respondWith(file(request));
});

/** The page from the coach; the kept one only if the coach does not answer. */
async function start(request: Request): Promise<Response> {
  const kept = await caches.open(KEPT);
  const late = new Promise<null>((tell) => setTimeout(() => tell(null), PATIENCE));
  const answered = await Promise.race([fetch(request).catch(() => null), late]);
  return answered?.ok ? answered : ((await kept.match("/")) ?? answered ?? fetch(request));
}

/** A file of this build: its name holds a hash, so the kept one is the right one. */
async function file(request: Request): Promise<Response> {
  const kept = await caches.open(KEPT);
  const known = new URL(request.url).pathname.startsWith("/assets/") ? await kept.match(request) : undefined;
  if (known) return known;
  return fetch(request).catch(async () => (await kept.match(request)) ?? Response.error());
}
