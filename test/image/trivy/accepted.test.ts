import { expect, it } from "vitest";
import { checkImage, type ImageRequest } from "../../../src/api/image.ts";
import { renderImage } from "../../../src/image/formats.ts";
import { repository } from "../../cli/seaworthy.ts";
import { put } from "../inspect.ts";
import { makeLegacy } from "../make-image.ts";
import { file } from "../make-tar.ts";

const token = `ghp_${"a1B2c3D4e5F6g7H8i9J0".repeat(2).slice(0, 36)}`;
const input = put(
  makeLegacy({
    tags: ["team/app:1"],
    layers: [[file("app/key", `k=${token}\n`), file("app/.env", "DB_PASSWORD=correct-horse-battery\n")]],
    config: { Env: [`GH=${token}`], Labels: { note: token }, Cmd: ["run", "--token", token] },
    history: [{ created_by: `RUN |1 TOKEN=${token} /bin/sh -c curl -H "Authorization: Bearer ${token}" x # buildkit` }],
  }),
);

/** `TARGET RULE SEVERITY` of each secret, those that were accepted with their statement. */
async function secrets(files: Record<string, string>, request: Partial<ImageRequest> = {}): Promise<string[]> {
  const now = "2026-11-24T00:00:00.000Z";
  const cwd = repository(files);
  const inspection = await checkImage({ cwd, environment: {}, now, cacheFolder: null, input, scanners: ["secret"], ...request });
  const text = renderImage("trivy-json", inspection, { tool: { name: "seaworthy", version: "1" }, width: 100, color: false });
  interface Secret {
    readonly RuleID: string;
    readonly Severity: string;
  }
  const { Results }: { Results: { Target: string; Secrets?: Secret[]; ExperimentalModifiedFindings?: object[] }[] } =
    JSON.parse(text);
  return Results.flatMap(({ Target, Secrets = [], ExperimentalModifiedFindings = [] }) => [
    ...Secrets.map(({ RuleID, Severity }) => `${Target} ${RuleID} ${Severity}`),
    ...ExperimentalModifiedFindings.map((one) => {
      const { Finding, ...rest } = one as { Finding: Secret };
      return `${Target} ${Finding.RuleID} ${Finding.Severity} ${JSON.stringify(rest)}`;
    }),
  ]);
}

const all = [
  "/app/.env env-secret HIGH",
  "/app/key github-token CRITICAL",
  "config.json github-token CRITICAL",
  "config.json github-token CRITICAL",
  "config.json github-token CRITICAL",
  "config.json github-token CRITICAL",
  "config.json github-token CRITICAL",
];

it("tells every secret where nothing says otherwise", async () => {
  expect(await secrets({})).toEqual(all);
});

it("leaves out those of rules that are off or not selected", async () => {
  expect(await secrets({ ".seaworthy.yaml": "rules:\n  no-secret-copy: off\n" })).toEqual(all.slice(2));
  expect(await secrets({}, { select: ["no-secret-copy"] })).toEqual(all.slice(0, 2));
  expect(await secrets({}, { ignore: ["no-secret-copy", "no-secret-arg", "no-secret-in-run"] })).toHaveLength(2);
});

it("gives them the severity that the configuration gives, and shows by that", async () => {
  const configured = { ".seaworthy.yaml": "rules:\n  no-secret-copy:\n    severity: low\n" };
  const low = ["/app/.env env-secret LOW", "/app/key github-token LOW"];
  expect(await secrets(configured)).toEqual([...low, ...all.slice(2)]);
  expect(await secrets(configured, { severities: ["low"] })).toEqual(low);
  expect(await secrets({}, { severities: ["high"] })).toEqual(all.slice(0, 1));
});

it("tells what was accepted apart, and why", async () => {
  const configured = {
    ".seaworthy.yaml": "rules:\n  no-secret-copy:\n    ignore:\n      - path: app/.env\n        reason: for tests\n",
  };
  expect(await secrets(configured)).toEqual([
    '/app/.env env-secret HIGH {"Type":"secret","Status":"ignored","Statement":"for tests","Source":"configuration"}',
    ...all.slice(1),
  ]);
  const now = "2026-11-24T00:00:00.000Z";
  const { checklist } = await checkImage({ cwd: repository({}), environment: {}, now, cacheFolder: null, input });
  const entries = checklist.findings
    .filter(({ rule }) => rule === "no-secret-env")
    .map(({ fingerprint, rule }) => ({ fingerprint, rule, path: "image configuration", reason: "rotated" }));
  const accepted = { "accepted.json": JSON.stringify({ schemaVersion: 1, entries }) };
  expect((await secrets(accepted, { baseline: "accepted.json" })).filter((one) => one.includes("{"))).toEqual([
    'config.json github-token CRITICAL {"Type":"secret","Status":"ignored","Statement":"rotated","Source":"baseline"}',
  ]);
});
