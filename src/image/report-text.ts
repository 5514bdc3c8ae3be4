import { sanitizeLine } from "../report/sanitize.ts";
import type { ImageReport, ReportedConfig } from "./report.ts";
import { bold, count, red, size, table, type TextOptions } from "./text-table.ts";

/** The report for a person: what it is, how it starts, its layers, its packages. */
export function renderImageText(report: ImageReport, options: TextOptions): string {
  const lines = [
    ...headOf(report, options),
    "",
    ...table(["Configuration", ""], configRows(report.config), options),
    "",
    ...table(["Layer", "Size", "Entries", "Made by"], layerRows(report), options),
    "",
    ...packageLines(report, options),
  ];
  for (const note of report.notes) lines.push("", `note: ${sanitizeLine(note)}`);
  if (report.errors.length > 0) {
    lines.push("", `${count(report.errors.length, "file")} could not be read:`);
    for (const { path, message } of report.errors) lines.push(`  ${sanitizeLine(path)}: ${sanitizeLine(message)}`);
  }
  return `${lines.join("\n")}\n`;
}

function headOf(
  { source, platform, created, release, endOfLife, bytes, entries, layers }: ImageReport,
  options: TextOptions,
): string[] {
  const lines = [
    bold(sanitizeLine(source.name), options),
    `${platform}, ${size(bytes)} in ${count(layers.length, "layer")}, ${count(entries, "file and folder", "files and folders")}${created === undefined ? "" : `, built ${sanitizeLine(created.slice(0, 10))}`}`,
    `image id ${source.id}`,
  ];
  if (!release) return [...lines, "distribution: none found"];
  lines.push(`distribution: ${sanitizeLine([release.name, release.version, release.codename].filter(Boolean).join(" "))}`);
  if (endOfLife?.isPast) {
    const paid = endOfLife.paid ? `; ${endOfLife.paid.name} goes on until ${endOfLife.paid.until}` : "";
    lines.push(red(`END OF LIFE: ${endOfLife.name} gets no security fixes since ${endOfLife.until}${paid}`, options));
  }
  return lines;
}

function configRows(config: ReportedConfig): string[][] {
  const labels = Object.entries(config.labels).map(([name, value]) => `${name}=${value}`);
  const rows: [string, readonly string[]][] = [
    ["User", [config.user ?? "none: it starts as root"]],
    ["Entrypoint", config.entrypoint.length === 0 ? [] : [JSON.stringify(config.entrypoint)]],
    ["Command", config.command.length === 0 ? [] : [JSON.stringify(config.command)]],
    ["Health check", [config.health === null ? "none" : config.health.join(" ")]],
    ["Folder", [config.workdir]],
    ["Ports", config.ports],
    ["Volumes", config.volumes],
    ["Stop signal", config.stopSignal === null ? [] : [config.stopSignal]],
    ["Environment", config.env],
    ["Labels", labels],
  ];
  return rows.flatMap(([name, values]) => values.map((value, at) => [at === 0 ? name : "", value]));
}

function layerRows({ layers }: ImageReport): string[][] {
  return layers.map((layer, at) => [
    `${at + 1} ${layer.diffId.slice("sha256:".length, "sha256:".length + 12)}`,
    size(layer.bytes),
    String(layer.entries),
    layer.createdBy ?? "",
  ]);
}

function packageLines({ packages }: ImageReport, options: TextOptions): string[] {
  if (packages.length === 0) return ["No packages found."];
  const rows = packages.map((one) => [one.type, one.name, one.version, one.locations.join(", ")]);
  return table([count(packages.length, "package"), "Name", "Version", "Found in"], rows, options);
}
