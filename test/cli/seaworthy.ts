import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { temporaryFolder, writeTree } from "../host/temporary-folder.ts";

export const cli = path.resolve(import.meta.dirname, "../../dist/cli.js");

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Run it without the rights of root, where the tests have them. */
  readonly unprivileged?: boolean;
}

/** Runs the built command line in an environment that holds only what is given. */
export function seaworthy(args: readonly string[], options: RunOptions = {}): Outcome {
  const env = { PATH: process.env["PATH"] ?? "", XDG_CACHE_HOME: path.join(os.tmpdir(), "seaworthy-test-cache"), ...options.env };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...(options.unprivileged ? withoutRights() : ["--", cli]), ...args],
    {
      cwd: options.cwd ?? os.tmpdir(),
      input: options.input ?? "",
      encoding: "utf8",
      env,
      maxBuffer: 64 * 1024 * 1024,
      // A run that hangs is killed: its code is null then.
      timeout: 60_000,
    },
  );
  return { code: status, out: stdout, err: stderr };
}

/** Node's arguments that start a copy of the command line as nobody. */
function withoutRights(): string[] {
  if (process.getuid?.() !== 0) return ["--", cli];
  const folder = temporaryFolder();
  const dist = path.dirname(cli);
  for (const entry of readdirSync(dist, { withFileTypes: true })) {
    if (entry.isFile()) copyFileSync(path.join(dist, entry.name), path.join(folder, entry.name));
  }
  writeTree(folder, { "drop.js": "process.setegid(65534); process.seteuid(65534);" });
  chmodSync(folder, 0o755);
  return ["--require", path.join(folder, "drop.js"), "--", path.join(folder, "cli.js")];
}

/** A new repository with these files. */
export function repository(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, ".git"));
  writeTree(folder, files);
  return folder;
}

export interface JsonOutput {
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly file: string;
    readonly workloads: readonly string[];
  }[];
  readonly scorecard: readonly {
    readonly workload: string;
    readonly role: string;
    readonly rows: readonly { readonly id: string; readonly verdict: string }[];
  }[];
  readonly gaps: readonly { readonly file: string; readonly reason: string }[];
  readonly errors: readonly { readonly file: string; readonly message: string; readonly hint: string }[];
}

/** The JSON report of a run. */
export function check(cwd: string, ...args: readonly string[]): { readonly code: number | null; readonly report: JsonOutput } {
  const { code, out, err } = seaworthy(["--format", "json", ...args], { cwd });
  if (out === "") throw new Error(err);
  const report: JsonOutput = JSON.parse(out);
  return { code, report };
}
