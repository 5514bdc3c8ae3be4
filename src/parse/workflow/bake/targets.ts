import { dirname } from "../../../util/path.ts";
import { placeContext, placePath } from "../paths.ts";
import { addBuild, type StepContext } from "../step.ts";
import type { CiBuildArg, CiText } from "../tree.ts";
import type { BakeTarget, BakeValue } from "./values.ts";

const maxDepth = 100;

/** Adds a build for each target of a bake file that names what it builds. */
export function addBakeTargets(context: StepContext, targets: readonly BakeTarget[]): void {
  const byName = new Map<string, BakeTarget>();
  for (const target of targets) byName.set(target.name, joinTargets(byName.get(target.name), target));
  const parents = new Set<string>();
  const inherited = new Map<string, ReadonlyMap<string, BakeValue>>();
  for (const target of byName.values()) for (const name of parentsOf(target)) parents.add(name);
  for (const target of byName.values()) {
    if (target.name.startsWith("_")) continue;
    const attributes = inherit(byName, target, inherited, 0);
    // A target that others inherit from and that says nothing of a context or image is only a template.
    const own = ["context", "dockerfile", "dockerfile-inline", "tags", "target", "matrix"].some((name) =>
      target.attributes.has(name),
    );
    if (parents.has(target.name) && !own) continue;
    addTarget({ ...context, job: target.name }, target, attributes);
  }
}

function joinTargets(under: BakeTarget | undefined, over: BakeTarget): BakeTarget {
  return under ? { ...over, attributes: new Map([...under.attributes, ...over.attributes]) } : over;
}

function parentsOf(target: BakeTarget): string[] {
  const inherits = target.attributes.get("inherits");
  return inherits?.type === "list" ? inherits.items.flatMap((item) => (item.type === "text" ? [item.text] : [])) : [];
}

/** Attributes with those of the parents below. Each target is worked out once: parents of parents multiply. */
function inherit(
  byName: ReadonlyMap<string, BakeTarget>,
  target: BakeTarget,
  done: Map<string, ReadonlyMap<string, BakeValue>>,
  depth: number,
): ReadonlyMap<string, BakeValue> {
  const before = done.get(target.name);
  if (before) return before;
  const attributes = new Map<string, BakeValue>();
  if (depth > maxDepth) return attributes;
  // A target that inherits from itself finds nothing yet.
  done.set(target.name, attributes);
  for (const name of parentsOf(target)) {
    const parent = byName.get(name);
    if (parent) overlay(attributes, inherit(byName, parent, done, depth + 1));
  }
  overlay(attributes, target.attributes);
  return attributes;
}

function overlay(under: Map<string, BakeValue>, over: ReadonlyMap<string, BakeValue>): void {
  for (const [name, value] of over) {
    const before = under.get(name);
    const joined =
      before?.type === "map" && value.type === "map"
        ? { ...value, entries: new Map([...before.entries, ...value.entries]) }
        : value;
    under.set(name, joined);
  }
}

function addTarget(context: StepContext, target: BakeTarget, attributes: ReadonlyMap<string, BakeValue>): void {
  const span = target.nameSpan;
  const folder = textValue(attributes.get("context")) ?? { text: ".", unresolved: [], span };
  const directory = dirname(context.file);
  const place = placeContext(folder, directory);
  const file = textValue(attributes.get("dockerfile"));
  // Bake reads the Dockerfile below the context.
  const base = place.kind === "folder" ? place.path.text : directory;
  addBuild(context, {
    tool: "bake",
    contextKind: place.kind,
    context: place.path,
    dockerfile: file && (placePath(file, base) ?? file),
    target: textValue(attributes.get("target")),
    tags: listValue(attributes.get("tags")),
    buildArgs: argumentsOf(attributes.get("args")),
    contexts: argumentsOf(attributes.get("contexts")),
    push: false,
    files: [],
    names: [{ text: target.name, unresolved: [], span }],
    span,
  });
}

function textValue(value: BakeValue | undefined): CiText | undefined {
  if (value?.type === "text") return { text: value.text, unresolved: value.unresolved, span: value.span };
  if (value?.type === "unknown" && value.text !== "null" && value.text !== "")
    return { text: value.text, unresolved: [value.text], span: value.span };
  return undefined;
}

function listValue(value: BakeValue | undefined): CiText[] {
  return value?.type === "list" ? value.items.flatMap((item) => textValue(item) ?? []) : [];
}

function argumentsOf(value: BakeValue | undefined): CiBuildArg[] {
  return value?.type === "map" ? [...value.entries].map(([name, item]) => ({ name, value: textValue(item) })) : [];
}
