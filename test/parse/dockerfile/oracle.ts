import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { OracleAnswer, OracleInstruction } from "./oracle-shape.ts";

const script = resolve(import.meta.dirname, "../../../../shared/engine/buildkit-parse.sh");

/** BuildKit's own parser is at hand. */
export const hasOracle = existsSync(script);

interface Line {
  readonly error?: string;
  readonly instructions: readonly (Omit<OracleInstruction, "flags" | "json" | "heredocs"> & Partial<OracleInstruction>)[] | null;
  readonly stages: readonly { readonly name: string; readonly base: string }[] | null;
}

/** What BuildKit makes of each file. */
export function askOracle(files: readonly string[]): readonly OracleAnswer[] {
  const output = execFileSync(script, { input: `${files.join("\n")}\n`, encoding: "utf8", maxBuffer: 2 ** 28 });
  return output
    .trim()
    .split("\n")
    .map((line) => answerOf(JSON.parse(line)));
}

function answerOf(line: Line): OracleAnswer {
  // It knows nothing of the rule that a build needs a stage.
  const refused = line.error !== undefined || !line.stages?.length;
  return {
    refused,
    instructions:
      line.instructions?.map(({ name, line: start, endLine, flags, json, heredocs, args }) => ({
        name,
        line: start,
        endLine,
        flags: flags ?? [],
        json: json ?? false,
        heredocs: heredocs ?? [],
        args,
      })) ?? null,
    stages: refused ? [] : (line.stages ?? []),
  };
}
