/**
 * The layers of src/, lowest first. A file may import from its own layer's folder and from lower layers. Two folders in one
 * layer do not import each other. `npm run generate` turns this table into the import rules of .oxlintrc.json.
 */
export const layers: readonly (readonly string[])[] = [
  ["util"],
  ["source"],
  ["parse", "catalog"],
  ["load"],
  ["model"],
  ["rules"],
  ["engine"],
  ["config"],
  ["fix"],
  ["report"],
  ["host"],
  ["docker"],
  ["image"],
  ["vulns"],
  ["prove"],
  ["api"],
  ["cli", "action", "lsp", "mcp"],
];

/** The last layer that also runs in a browser. */
export const lastBrowserLayer = "report";

interface Restriction {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, unknown>>;
}

const pureGlobals = [
  { name: "process", message: "The core runs in a browser too: pass the value in." },
  { name: "Buffer", message: "The core runs in a browser too: use strings or Uint8Array." },
  { name: "require", message: "Use import." },
];
const pureProperties = [
  { object: "Date", property: "now", message: "Pass the time in." },
  { object: "Math", property: "random", message: "The same input gives the same answer." },
];

/** One entry per folder: what it must not import, and what it must not touch where it has to run in a browser. */
export function importRestrictions(): Restriction[] {
  const browserSafe = layers.findIndex((layer) => layer.includes(lastBrowserLayer));
  return layers.flatMap((layer, at) =>
    layer.map((folder) => {
      const siblings = layer.filter((other) => other !== folder);
      const higher = layers.slice(at + 1).flat();
      const forbidden = [...siblings, ...higher, ...(folder === "rules" ? ["parse", "load"] : [])];
      const group = forbidden.flatMap((name) => (name === "api" ? ["**/api.ts", "**/api/**"] : [`**/${name}/**`]));
      const patterns: unknown[] = [];
      if (group.length > 0)
        patterns.push({ group, message: `src/${folder} must not import this: see "The import law" in CONTRIBUTING.md.` });
      if (at <= browserSafe) patterns.push({ group: ["node:*"], message: `src/${folder} runs in a browser too.` });
      const rules: Record<string, unknown> = { "no-restricted-imports": ["error", { patterns }] };
      if (at <= browserSafe) {
        rules["no-restricted-globals"] = ["error", ...pureGlobals];
        rules["no-restricted-properties"] = ["error", ...pureProperties];
      }
      const files = folder === "api" ? ["src/api.ts", "src/api/**"] : [`src/${folder}/**`];
      return { files, rules };
    }),
  );
}
