// Builds the page into assistant/page/, and records what it was made from in build.json beside it.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { defineConfig, type Plugin } from "vite";

const here = import.meta.dirname ?? process.cwd();
const out = resolve(here, "../assistant/page");
const NO_SOURCES = new Set(["node_modules", ".npmrc"]);

function files(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !NO_SOURCES.has(name))
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? files(path) : [path];
    });
}

/** One hash over names and contents, in the order of the names. */
function hash(folder: string, skip: string[] = []): string {
  const sum = createHash("sha256");
  const named = files(folder).map((path) => relative(folder, path).split(sep).join("/"));
  for (const name of named.filter((one) => !skip.includes(one)).sort()) {
    const content = createHash("sha256").update(readFileSync(join(folder, name))).digest("hex");
    sum.update(`${name}\n${content}\n`);
  }
  return sum.digest("hex");
}

const build = hash(here).slice(0, 16);

/** The service worker must know the names of all files; the record says which sources they were made from. */
function recorded(): Plugin {
  return {
    name: "recorded",
    closeBundle() {
      const worker = join(out, "worker.js");
      const shell = files(out)
        .map((path) => `/${relative(out, path).split(sep).join("/")}`)
        .filter((name) => !["/worker.js", "/build.json", "/index.html"].includes(name))
        .sort();
      writeFileSync(worker, readFileSync(worker, "utf8").replace(/["'`]__SHELL__["'`]/g, JSON.stringify(["/", ...shell])));
      const record = { build, sources: hash(here), files: hash(out, ["build.json"]) };
      writeFileSync(join(out, "build.json"), `${JSON.stringify(record, null, 1)}\n`);
    },
  };
}

export default defineConfig({
  root: here,
  publicDir: "public",
  define: { __BUILD__: JSON.stringify(build) },
  plugins: [recorded()],
  build: {
    outDir: out,
    emptyOutDir: true,
    target: "es2021",
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      input: { page: resolve(here, "index.html"), worker: resolve(here, "src/worker.ts") },
      output: {
        entryFileNames: (chunk) => (chunk.name === "worker" ? "worker.js" : "assets/[name]-[hash].js"),
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  worker: { format: "es", rollupOptions: { output: { entryFileNames: "assets/[name]-[hash].js" } } },
});
