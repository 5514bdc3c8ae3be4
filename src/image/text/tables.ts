import { sanitizeLine } from "../../report/sanitize.ts";
import type { Style } from "../../report/text/style.ts";
import { padEnd, truncate, wrap } from "../../report/text/width.ts";
import { formatBytes } from "../../util/bytes.ts";
import type { ImageReport } from "../report.ts";
import { table } from "../text-table.ts";
import { shortStep } from "./findings.ts";
import type { ImageTextOptions } from "./options.ts";

/** Layers that a report shows; the largest are among them. */
const LAYERS = 6;

export function renderLayers({ layers }: ImageReport, style: Style, all: boolean): string[] {
  const largest = [...layers.entries()].sort(([, a], [, b]) => b.bytes - a.bytes).slice(0, all ? layers.length : LAYERS);
  const shown = new Set(largest.map(([at]) => at));
  const digits = String(layers.length).length;
  const lines = layers.flatMap((layer, at) => {
    if (!shown.has(at)) return [];
    const made = layer.createdBy === undefined ? style.dim("not in the history") : sanitizeLine(shortStep(layer.createdBy));
    const line = `  ${String(at + 1).padStart(digits)}  ${formatBytes(layer.bytes).padStart(7)}  ${made}`;
    return [truncate(line, style.width, style.symbols.ellipsis)];
  });
  const left = layers.length - shown.size;
  if (left > 0) lines.push(style.dim(`  ${style.symbols.ellipsis} and ${left} smaller (--verbose)`));
  return [style.bold("Layers"), ...lines];
}

/** `Packages: 412 (88 deb, 320 npm)`, and all of them where asked. */
export function renderPackages({ packages, scanners }: ImageReport, options: ImageTextOptions, style: Style): string[] {
  if (!scanners.includes("pkg")) return [style.dim("Packages: not looked at (--scanners without pkg)")];
  if (packages.length === 0) return [`${style.bold("Packages:")} none found`];
  const counts = new Map<string, number>();
  for (const { type } of packages) counts.set(type, (counts.get(type) ?? 0) + 1);
  const list = [...counts].sort(([, a], [, b]) => b - a).map(([type, number]) => `${number} ${type}`);
  const every = options.listPackages === true || options.verbose === true;
  const hint = every ? "" : style.dim("  (--list-all-pkgs)");
  const head = `${style.bold("Packages:")} ${packages.length} (${list.join(", ")})${hint}`;
  if (!every) return [head];
  const rows = packages.map((one) => [one.type, one.name, one.version, one.locations.join(", ")]);
  return [head, ...table(["Type", "Name", "Version", "Found in"], rows, options)];
}

/** How a container of it starts. Variables and labels are for whoever asks for everything. */
export function renderConfig({ config }: ImageReport, style: Style, all: boolean): string[] {
  const words = (list: readonly string[]): string[] => (list.length === 0 ? [] : [JSON.stringify(list)]);
  const rows: [string, readonly string[]][] = [
    ["User", [config.user ?? "none, so root"]],
    ["Entrypoint", words(config.entrypoint)],
    ["Command", words(config.command)],
    ["Health check", config.health === null ? [] : [config.health.join(" ")]],
    ["Folder", config.workdir === "/" && !all ? [] : [config.workdir]],
    ["Ports", config.ports.length === 0 ? [] : [config.ports.join(", ")]],
    ["Volumes", config.volumes.length === 0 ? [] : [config.volumes.join(", ")]],
    ["Stop signal", config.stopSignal === null ? [] : [config.stopSignal]],
    ...(all
      ? ([
          ["Environment", config.env],
          ["Labels", Object.entries(config.labels).map(([name, value]) => `${name}=${value}`)],
        ] satisfies [string, readonly string[]][])
      : []),
  ];
  const width = Math.max(...rows.filter(([, values]) => values.length > 0).map(([name]) => name.length));
  return [
    style.bold("Start"),
    ...rows.flatMap(([name, values]) =>
      values.flatMap((value, at) => {
        const head = `  ${padEnd(at === 0 ? name : "", width)}  `;
        const text = sanitizeLine(value);
        if (!all) return [truncate(head + text, style.width, style.symbols.ellipsis)];
        return wrap(text, style.width - head.length).map((line, row) => (row === 0 ? head : " ".repeat(head.length)) + line);
      }),
    ),
  ];
}
