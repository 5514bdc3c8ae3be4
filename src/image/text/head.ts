import { sanitizeLine } from "../../report/sanitize.ts";
import type { Style } from "../../report/text/style.ts";
import { wrap } from "../../report/text/width.ts";
import { formatBytes } from "../../util/bytes.ts";
import type { ImageReport } from "../report.ts";

/** What the image is; that its distribution is past its end cannot be missed. */
export function renderHead(report: ImageReport, style: Style): string[] {
  const { source, platform, created, release, endOfLife, bytes, entries, layers } = report;
  const name = report.scorecard[0]?.workload ?? source.name;
  const distribution = release
    ? [release.name, release.version, release.codename].filter(Boolean).join(" ")
    : "no distribution found";
  const facts = [
    distribution,
    platform,
    `${formatBytes(bytes)} in ${layers.length === 1 ? "1 layer" : `${layers.length} layers`}`,
    entries === 1 ? "1 file or folder" : `${entries} files and folders`,
    ...(created === undefined ? [] : [`built ${created.slice(0, 10)}`]),
  ];
  return [
    style.bold(sanitizeLine(name)) + (name === source.name ? "" : `  ${sanitizeLine(source.name)}`),
    ...wrap(sanitizeLine(facts.join(style.symbols.separator)), style.width),
    style.dim(`image id ${source.id}`),
    ...(endOfLife?.isPast ? renderEnd(endOfLife, style) : []),
  ];
}

function renderEnd({ name, until, paid }: NonNullable<ImageReport["endOfLife"]>, style: Style): string[] {
  const rest = paid ? `; ${paid.name} goes on until ${paid.until}` : "";
  const text = `END OF LIFE: ${name} gets no security fixes since ${until}${rest}. Move to a release that does.`;
  return ["", ...wrap(text, style.width).map((line) => style.bold(style.red(line)))];
}
