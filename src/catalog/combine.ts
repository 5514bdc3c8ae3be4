import type { ImageFacts } from "./image-facts.ts";

/** Fields that belong together: what a nearer source says of one of them takes the others from no farther one. */
const ACCOUNT: readonly (keyof ImageFacts)[] = ["user", "account", "start", "dropsWith", "initIsRoot"];
const PROCESS: readonly (keyof ImageFacts)[] = ["entrypoint", "command", "pid1", "pid1Is", "logs", "logPaths"];

/**
 * One set of facts from several sources, nearest first (lock, engine, catalog): field by field the first that knows it. `evidence` says for
 * each field where it comes from. Behaviour that only the catalog knows (start, PID 1, logs) is dropped where a nearer source shows that the
 * image is not the one that the catalog describes: another USER, ENTRYPOINT or CMD.
 */
export function combineFacts(...sources: readonly (ImageFacts | undefined)[]): ImageFacts | undefined {
  const known = sources.filter((facts) => facts !== undefined);
  const [nearest, ...farther] = known;
  if (nearest === undefined) return undefined;
  if (farther.length === 0) return nearest;
  let fields: Record<string, unknown> = { ...nearest };
  const evidence: Record<string, string> = {};
  noteEvidence(evidence, nearest, Object.keys(nearest));
  for (const facts of farther) {
    const barred = conflicts(fields, facts);
    const added = Object.entries(facts).filter(
      ([field, value]) => value !== undefined && fields[field] === undefined && !barred.has(field),
    );
    noteEvidence(
      evidence,
      facts,
      added.map(([field]) => field),
    );
    fields = { ...fields, ...Object.fromEntries(added) };
  }
  return { ...nearest, ...fields, evidence };
}

const OWN = new Set(["reference", "source", "evidence"]);

function noteEvidence(evidence: Record<string, string>, facts: ImageFacts, fields: readonly string[]): void {
  for (const field of fields) {
    if (OWN.has(field)) continue;
    const from = facts.evidence?.[field] ?? facts.evidence?.["*"];
    evidence[field] = from === undefined ? facts.source : `${facts.source}: ${from}`;
  }
}

/** Fields of a farther source that cannot hold, because the nearer ones contradict it in the same group. */
function conflicts(nearer: Readonly<Record<string, unknown>>, farther: ImageFacts): ReadonlySet<string> {
  const differs = (field: keyof ImageFacts): boolean =>
    nearer[field] !== undefined && farther[field] !== undefined && !same(field, nearer[field], farther[field]);
  const barred = new Set<string>();
  const otherProcess = PROCESS.some(differs);
  if (otherProcess) for (const field of PROCESS) barred.add(field);
  // Who drops to which account is the work of the entrypoint, unless USER says it.
  if (ACCOUNT.some(differs) || (otherProcess && farther.start !== "non-root")) for (const field of ACCOUNT) barred.add(field);
  return barred;
}

/** The catalog writes users by name where an image may have the number, so accounts and users are equal when what both know is. */
function same(field: string, a: unknown, b: unknown): boolean {
  if (field === "user") return (a === null) === (b === null) || a === b;
  if (field === "account" || field === "pid1Is") return true;
  return JSON.stringify(a) === JSON.stringify(b);
}
