import { isObject, listAt, numberAt, objectAt, textAt, textsAt, type JsonObject } from "../../util/json.ts";

/**
 * What the last step of a build rests on, from input to input: the identifier of a source (`docker-image://…`), or "scratch".
 * Undefined where the steps do not tell.
 */
export function rootOfSteps(definition: readonly unknown[]): string | undefined {
  const steps = new Map<string, JsonObject>();
  for (const step of definition) {
    const id = textAt(step, "id");
    if (isObject(step) && id !== undefined) steps.set(id, step);
  }
  const inputs = new Set([...steps.values()].flatMap(inputsOf));
  const ends = [...steps].filter(([id]) => !inputs.has(id));
  if (ends.length !== 1) return undefined;
  const seen = new Set<JsonObject>();
  let step = ends[0]?.[1];
  while (step && !seen.has(step)) {
    seen.add(step);
    const op = objectAt(objectAt(step, "op"), "Op");
    const source = textAt(objectAt(op, "source"), "identifier");
    if (source !== undefined) return source;
    const below = baseInput(op);
    if (below === -1) return "scratch";
    step = below === undefined ? undefined : steps.get(inputsOf(step)[below] ?? "");
  }
  return undefined;
}

function inputsOf(step: unknown): string[] {
  return (textsAt(step, "inputs") ?? []).map((input) => input.replace(/:\d+$/, ""));
}

/** Which input of a step is the file system that it changes; -1 is an empty one. */
function baseInput(op: JsonObject): number | undefined {
  if (isObject(op["exec"])) {
    const root = listAt(op["exec"], "mounts").find((mount) => textAt(mount, "dest") === "/");
    return root === undefined ? undefined : (numberAt(root, "input") ?? 0);
  }
  if (isObject(op["file"])) {
    const [first] = listAt(op["file"], "actions");
    return first === undefined ? undefined : (numberAt(first, "input") ?? 0);
  }
  // Files that are laid over others, and the end itself.
  return isObject(op["merge"]) || Object.keys(op).length === 0 ? 0 : undefined;
}
