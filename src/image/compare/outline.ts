import type { ConfigChange, ImageComparison, NamedPackage } from "./comparison.ts";
import { formatBytes as size } from "../../util/bytes.ts";
import { count } from "../../report/order.ts";

/** A part of the comparison as rows of texts: what a table in a terminal and one in Markdown have in common. */
export interface Section {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The images side by side, then every part in which something differs. */
export function outline(comparison: ImageComparison): Section[] {
  const { packages, layers, config, rows, files } = comparison;
  const sections: Section[] = [
    {
      title: packageTitle(comparison),
      head: ["", "Type", "Package", "Version"],
      rows: [
        ...packages.removed.map((one) => ["-", one.type, nameOf(one), one.version]),
        ...packages.changed.map((one) => ["~", one.type, nameOf(one), `${one.from.join(", ")} → ${one.to.join(", ")}`]),
        ...packages.added.map((one) => ["+", one.type, nameOf(one), one.version]),
      ],
    },
    {
      title: `Layers: ${layers.shared.length} shared, ${layers.removed.length} removed, ${layers.added.length} added`,
      head: ["", "Layer", "Size", "Made by"],
      rows: [
        ...layers.shared.map((layer) => layerRow("=", layer)),
        ...layers.removed.map((layer) => layerRow("-", layer)),
        ...layers.added.map((layer) => layerRow("+", layer)),
      ],
    },
    {
      title: `Configuration: ${count(config.length, "difference")}`,
      head: ["", "Setting", "Value"],
      rows: config.map(configRow),
    },
    {
      title: `Checklist: ${count(rows.length, "row")} with another verdict`,
      head: ["Row", "Verdict", "Reason"],
      rows: rows.map(({ id, from, to, reason }) => [id, `${from} → ${to}`, reason]),
    },
    {
      title: `Files: ${files.added} added, ${files.removed} removed, ${files.resized} of another size; these grew most`,
      head: ["Growth", "Size", "File"],
      rows: files.grown.map(({ path, from, to }) => [
        `+${size(to - (from ?? 0))}`,
        from === null ? `${size(to)}, new` : `${size(from)} → ${size(to)}`,
        path,
      ]),
    },
  ];
  return sections.filter((section) => section.rows.length > 0);
}

/** The two images: a row for each fact, its value in the first and in the second. */
export function sides({ from, to }: ImageComparison): string[][] {
  const facts: [string, string, string][] = [
    ["Image", from.name, to.name],
    ["Image id", shortDigest(from.id), shortDigest(to.id)],
    ["Platform", from.platform, to.platform],
    ["Distribution", from.release ?? "none found", to.release ?? "none found"],
    ["Size", size(from.bytes), `${size(to.bytes)} (${growth(from.bytes, to.bytes)})`],
    ["Packages", String(from.packages), String(to.packages)],
  ];
  return facts;
}

function growth(from: number, to: number): string {
  if (from === to) return "the same";
  return to > from ? `+${size(to - from)}` : `-${size(from - to)}`;
}

function packageTitle({ packages: { added, removed, changed, same } }: ImageComparison): string {
  return `Packages: ${removed.length} removed, ${changed.length} changed, ${added.length} added, ${same} the same`;
}

function nameOf({ name, architecture }: NamedPackage): string {
  return architecture === undefined ? name : `${name} (${architecture})`;
}

function layerRow(
  mark: string,
  layer: { readonly diffId: string; readonly bytes: number; readonly createdBy?: string },
): string[] {
  return [mark, shortDigest(layer.diffId), size(layer.bytes), layer.createdBy ?? ""];
}

function configRow({ field, name, from, to }: ConfigChange): string[] {
  const mark = from === null ? "+" : to === null ? "-" : "~";
  const setting = name === undefined ? field : `${field} ${name}`;
  if (from === null || to === null) return [mark, setting, from ?? to ?? ""];
  return [mark, setting, from === to ? `${to} (another value)` : `${from} → ${to}`];
}

function shortDigest(digest: string): string {
  return digest.slice("sha256:".length, "sha256:".length + 12);
}
