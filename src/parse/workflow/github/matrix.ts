import { at, entriesOf, itemsOf, type YamlNode } from "../yaml/node.ts";

/** One run of a job: names such as `image` and `image.context` with their values. */
export type Combination = ReadonlyMap<string, string>;

const maxCombinations = 256;

/** The runs of a job's matrix as far as it is written out; one without values where there is none. */
export function expandMatrix(matrix: YamlNode | undefined): Combination[] {
  if (matrix?.type !== "map") return [new Map()];
  let runs: Map<string, string>[] = [new Map()];
  for (const { key, value } of entriesOf(matrix)) {
    if (key === "include" || key === "exclude" || value.type !== "list") continue;
    const next: Map<string, string>[] = [];
    for (const run of runs) {
      for (const item of value.items) {
        if (next.length < maxCombinations) next.push(withValue(run, key, item));
      }
    }
    if (next.length > 0) runs = next;
  }
  const excluded = itemsOf(at(matrix, "exclude")).map(valuesOf);
  runs = runs.filter((run) => !excluded.some((values) => values.size > 0 && agrees(run, values)));
  const onlyIncluded = runs.length === 1 && runs[0]?.size === 0;
  const added: Map<string, string>[] = [];
  const original = runs.map((run) => new Map(run));
  for (const item of itemsOf(at(matrix, "include"))) {
    const values = valuesOf(item);
    const fitting = onlyIncluded ? [] : runs.filter((_, i) => fits(original[i] ?? new Map(), values));
    for (const run of fitting) for (const [name, value] of values) run.set(name, value);
    if (fitting.length === 0 && added.length < maxCombinations) added.push(values);
  }
  const all = onlyIncluded && added.length > 0 ? added : [...runs, ...added];
  return all.length === 0 ? [new Map()] : all.slice(0, maxCombinations);
}

function withValue(run: Combination, key: string, item: YamlNode): Map<string, string> {
  const next = new Map(run);
  flatten(next, key, item, 0);
  return next;
}

function valuesOf(item: YamlNode): Map<string, string> {
  const values = new Map<string, string>();
  for (const { key, value } of entriesOf(item)) flatten(values, key, value, 0);
  return values;
}

function flatten(values: Map<string, string>, name: string, node: YamlNode, depth: number): void {
  if (node.type === "scalar") values.set(name, node.text.text);
  else if (node.type === "map" && depth < 4)
    for (const { key, value } of entriesOf(node)) flatten(values, `${name}.${key}`, value, depth + 1);
}

/** All values are the run's. */
function agrees(run: Combination, values: Combination): boolean {
  return [...values].every(([name, value]) => run.get(name) === value);
}

/** `include` extends the runs whose own values it does not change. */
function fits(run: Combination, values: Combination): boolean {
  return (
    [...values].every(([name, value]) => !run.has(name) || run.get(name) === value) &&
    [...values.keys()].some((name) => run.has(name))
  );
}
