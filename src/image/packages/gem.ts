import type { Content, FoundPackage, PackageReader, PackageResult } from "../package.ts";
import { attempt, linesOf, readText } from "./content.ts";

/** Installed Ruby gems, the default ones included: `specifications/[default/]NAME-VERSION.gemspec`, as RubyGems writes them. */
export const gemReader: PackageReader = {
  name: "gem",
  maxBytes: 2 ** 20,
  wants: (path) => path.endsWith(".gemspec") && /(?:^|\/)specifications\/(?:default\/)?[^/]+$/.test(path),
  read: (path, content) => attempt(path, () => readSpecification(path, content)),
};

function readSpecification(path: string, content: Content): PackageResult {
  let stub: RegExpExecArray | null = null;
  let name: string | undefined;
  let version: string | undefined;
  let platform: string | undefined;
  let licenses: readonly string[] | undefined;
  for (const line of linesOf(readText(content))) {
    stub ??= /^# stub: (\S+) (\S+) (\S+)/.exec(line);
    const assigned = /^\s*s\.(name|version|platform|licenses|license)\s*=\s*(.*)$/.exec(line);
    const values = assigned ? stringsIn(assigned[2] ?? "") : [];
    if (values.length === 0) continue;
    if (assigned?.[1] === "name") name ??= values[0];
    else if (assigned?.[1] === "version") version ??= values[0];
    else if (assigned?.[1] === "platform") platform ??= values[0];
    else licenses ??= values;
  }
  // The stub is what RubyGems itself reads; older files have none.
  name = stub?.[1] ?? name;
  version = stub?.[2] ?? version;
  platform = stub?.[3] ?? platform;
  if (!name || !version)
    return { packages: [], errors: [{ path, message: `the specification has no ${name ? "version" : "name"}` }] };
  const found: FoundPackage = {
    type: "gem",
    name,
    version,
    ...(licenses && { licenses }),
    locations: [path],
    ...(platform && platform !== "ruby" && { extra: { platform } }),
  };
  return { packages: [found], errors: [] };
}

function stringsIn(expression: string): string[] {
  return [...expression.matchAll(/"([^"]*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2] ?? "");
}
