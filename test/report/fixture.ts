import type { Finding, Report, Row, Scorecard } from "../../src/report/report.ts";
import type { RuleInfo } from "../../src/report/options.ts";
import type { Confidence, RowId, Severity, VerdictValue } from "../../src/rules/rule.ts";
import type { Origin } from "../../src/source/origin.ts";
import type { FileKind, SourceFile } from "../../src/source/source-file.ts";

const COMPOSE = `services:
  web:
    build: .
    ports: ["8080:8080"]
    environment:
      DB_PASSWORD: hunter2-live
      API_URL: https://api.example.test
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
  db:
    image: postgres:latest
    user: "\${DB_USER}"
`;
const DOCKERFILE = `FROM node:22-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && \\
\tnpm run build && \\
    npm prune

FROM node:22-slim
ENV API_TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345
COPY --from=build /app /app
CMD ["node", "server.js"]
`;
const DEVELOPMENT = `FROM node:22
CMD ["npm", "run", "dev"]
`;

const sources = new Map<string, SourceFile>();
function source(path: string, kind: FileKind, text: string): void {
  sources.set(path, { path, kind, text });
}
source("compose.yaml", "compose", COMPOSE);
source("Dockerfile", "dockerfile", DOCKERFILE);
source("Dockerfile.dev", "dockerfile", DEVELOPMENT);

/** The place of a text in a file of the fixture. */
export function at(file: string, needle: string, extra: Partial<Origin> = {}): Origin {
  const start = sources.get(file)?.text.indexOf(needle) ?? -1;
  if (start === -1) throw new Error(`"${needle}" is not in ${file}`);
  return { file, span: { start, end: start + needle.length }, how: "literal", via: [], ...extra };
}

export function rule(name: string, row: RowId | undefined, severity: Severity, more: Partial<RuleInfo> = {}): RuleInfo {
  return {
    name,
    row,
    gates: true,
    preset: "default",
    severity,
    confidence: "high",
    kinds: ["compose", "run"],
    docs: {
      summary: `Summary of ${name}`,
      why: `Why ${name} matters.`,
      fix: `How to fix ${name}.`,
      derivation: `Derivation of ${name}.`,
      references: ["https://docs.example.test/hardening"],
    },
    maps: {},
    examples: [],
    ...more,
  };
}

export const rules: readonly RuleInfo[] = [
  rule("no-docker-socket", "privileges", "critical", {
    maps: { cis: ["5.31"], owasp: ["D01"], cwe: [250], trivy: ["AVD-DS-0006"] },
  }),
  rule("no-runtime-env-secret", "secrets", "high", { maps: { cwe: [798] } }),
  rule("no-secret-env", "secrets", "high", {
    kinds: ["dockerfile", "compose", "image"],
    maps: { cis: ["4.10"], cwe: [798, 26] },
  }),
  rule("non-root-user", "non-root", "medium", { kinds: ["dockerfile", "compose", "run", "image", "container"] }),
  rule("image-tag", "base-image", "medium", { kinds: ["dockerfile", "compose", "run"] }),
  rule("read-only-root", "read-only", "low"),
  rule("drop-capabilities", "capabilities", "medium"),
  rule("no-new-privileges", "privileges", "medium"),
  rule("memory-limit", "resource-limits", "medium"),
  rule("cpu-limit", "resource-limits", "low"),
  rule("unused-ignore", undefined, "low", { gates: false, kinds: [] }),
];

export function finding(
  name: string,
  place: Origin,
  message: string,
  workloads: readonly string[],
  more: Partial<Finding> = {},
): Finding {
  const known = rules.find((candidate) => candidate.name === name);
  const confidence: Confidence = known?.confidence ?? "high";
  return {
    rule: name,
    row: known?.row,
    severity: known?.severity ?? "low",
    confidence,
    message,
    at: place,
    related: [],
    workloads,
    fixes: [],
    fingerprint: `${name}-${place.file}-${place.span.start}`.replace(/[^a-z0-9-]/gi, "-"),
    status: "open",
    gates: true,
    ...more,
  };
}

type RowSpec = readonly [id: RowId, verdict: VerdictValue, reason: string, at?: readonly Origin[], accepted?: boolean];

export function scorecard(
  id: string,
  file: string,
  anchor: Origin,
  specs: readonly RowSpec[],
  more: Partial<Scorecard> = {},
): Scorecard {
  const rows = specs.map(([row, verdict, reason, places = [], accepted = false]): Row => ({
    id: row,
    verdict,
    reason,
    accepted,
    at: places,
    rules: rules.filter((candidate) => candidate.row === row && candidate.gates).map((candidate) => candidate.name),
  }));
  const number = (verdict: VerdictValue): number => rows.filter((row) => row.verdict === verdict).length;
  return {
    workload: id,
    kind: "compose",
    role: "production",
    roleReason: "",
    name: id.split("#")[1] ?? id,
    file,
    anchor,
    rows,
    passed: number("pass"),
    failed: number("fail"),
    unknown: number("unknown"),
    notApplicable: number("n/a"),
    ...more,
  };
}

export const WEB = "compose.yaml#web";
export const DB = "compose.yaml#db";
const web = at("compose.yaml", "web", { note: "service web" });
const db = at("compose.yaml", "db", { note: "service db" });
const finalFrom = at("Dockerfile", "FROM node:22-slim\n", { how: "inherited", note: "no USER in the final stage" });
const from = { ...finalFrom, span: { start: finalFrom.span.start, end: finalFrom.span.end - 1 } };

const findings: readonly Finding[] = [
  finding(
    "no-docker-socket",
    at("compose.yaml", "/var/run/docker.sock:/var/run/docker.sock"),
    "The engine socket is mounted: whoever controls web controls the host.",
    [WEB],
    {
      related: [{ at: at("compose.yaml", '"8080:8080"'), message: "reachable from outside" }],
      fixes: [{ title: "Take the mount out", safety: "manual" }],
    },
  ),
  finding(
    "no-secret-env",
    at("Dockerfile", "ghp_0123456789abcdefghijABCDEFGHIJ012345"),
    "ENV API_TOKEN holds a secret that stays in the image.",
    [WEB],
    {
      fixes: [
        {
          title: "Mount API_TOKEN as a build secret",
          safety: "unsafe",
          breaks: "programs that read API_TOKEN from the environment",
        },
      ],
    },
  ),
  finding("no-runtime-env-secret", at("compose.yaml", "hunter2-live"), "DB_PASSWORD is set in the environment.", [WEB]),
  finding("non-root-user", from, "Nothing sets a user: the container runs as root.", [WEB], {
    related: [{ at: web, message: "built for this service" }],
    fixes: [{ title: "Add USER node", safety: "unsafe", breaks: "writes to folders that root owns" }],
  }),
  finding("image-tag", at("compose.yaml", "postgres:latest"), "The tag latest moves.", [DB]),
  ...[WEB, DB].flatMap((id) => {
    const anchor = id === WEB ? web : db;
    return [
      finding("read-only-root", anchor, "The root filesystem is writable.", [id], {
        fixes: [{ title: "Set read_only", safety: "unsafe", breaks: "programs that write" }],
      }),
      finding("drop-capabilities", anchor, "The default capabilities are kept.", [id]),
      finding("no-new-privileges", anchor, "A setuid program can raise privileges.", [id], {
        fixes: [{ title: "Set no-new-privileges", safety: "safe" }],
      }),
      finding("memory-limit", anchor, "No memory limit is set.", [id]),
      finding("cpu-limit", anchor, "No CPU limit is set.", [id]),
    ];
  }),
  finding("image-tag", at("Dockerfile.dev", "node:22"), "The tag 22 is not a full version.", ["Dockerfile.dev"], {
    gates: false,
    status: "ignored",
    justification: "development only",
  }),
  finding("unused-ignore", at("Dockerfile", "WORKDIR /app"), "Nothing is ignored here.", [], {
    status: "baseline",
    gates: false,
  }),
];

const token = at("Dockerfile", "ghp_0123456789abcdefghijABCDEFGHIJ012345", { note: "ENV API_TOKEN of the final stage" });
const userOfBuild: Origin = {
  ...web,
  how: "merged",
  note: "no user here: the image's counts",
  via: [{ ...from, via: [{ ...from, how: "catalog", note: "catalog: node runs as root unless told", via: [] }] }],
};

export const report: Report = {
  tool: { name: "seaworthy", version: "0.1.0" },
  findings,
  scorecard: [
    scorecard(WEB, "compose.yaml", web, [
      ["base-image", "pass", "node:22-slim names a version", [at("Dockerfile", "node:22-slim AS")]],
      ["non-root", "fail", "nothing sets a user and node runs as root", [userOfBuild]],
      ["secrets", "fail", "a secret in ENV and one in environment", [token, at("compose.yaml", "hunter2-live")]],
      ["read-only", "fail", "read_only is not set", [web]],
      ["capabilities", "fail", "cap_drop is not set", [web]],
      ["privileges", "fail", "the engine socket is mounted", [at("compose.yaml", "/var/run/docker.sock:/var/run/docker.sock")]],
      ["health-check", "unknown", "the base image node:22-slim is not in the catalog"],
      ["scanning", "pass", "CI scans the image"],
      ["dockerignore", "pass", ".dockerignore keeps them out"],
      ["image-size", "pass", "slim base, several stages"],
      ["init-process", "fail", "node is PID 1", [], true],
      ["logging", "pass", "nothing sends logs elsewhere"],
      ["resource-limits", "fail", "no memory limit, no CPU limit", [web]],
    ]),
    scorecard(DB, "compose.yaml", db, [
      ["base-image", "fail", "latest moves", [at("compose.yaml", "postgres:latest")]],
      ["non-root", "unknown", "the variable DB_USER has no value", [at("compose.yaml", "${DB_USER}", { how: "interpolated" })]],
      ["secrets", "pass", "no secret is seen"],
      ["read-only", "fail", "read_only is not set", [db]],
      ["capabilities", "fail", "cap_drop is not set", [db]],
      ["privileges", "fail", "no-new-privileges is not set", [db]],
      ["health-check", "fail", "no health check", [db]],
      ["scanning", "n/a", "not built here"],
      ["dockerignore", "n/a", "not built here"],
      ["image-size", "unknown", "the size of the image is not known"],
      ["init-process", "pass", "postgres handles signals"],
      ["logging", "pass", "postgres logs to stdout"],
      ["resource-limits", "fail", "no memory limit, no CPU limit", [db]],
    ]),
    scorecard(
      "Dockerfile.dev",
      "Dockerfile.dev",
      at("Dockerfile.dev", "FROM node:22"),
      [
        ["base-image", "fail", "22 is not a full version", [at("Dockerfile.dev", "node:22")], true],
        ["non-root", "fail", "nothing sets a user", [at("Dockerfile.dev", "FROM node:22")]],
        ["secrets", "pass", "no secret is seen"],
        ["read-only", "n/a", "decided where it runs"],
        ["capabilities", "n/a", "decided where it runs"],
        ["privileges", "n/a", "decided where it runs"],
        ["health-check", "fail", "no HEALTHCHECK"],
        ["scanning", "pass", "CI scans the image"],
        ["dockerignore", "pass", "no COPY"],
        ["image-size", "fail", "a full base"],
        ["init-process", "fail", "npm is PID 1"],
        ["logging", "pass", "nothing sends logs elsewhere"],
        ["resource-limits", "n/a", "decided where it runs"],
      ],
      { kind: "dockerfile", role: "development", roleReason: "its name ends in .dev" },
    ),
  ],
  gaps: [{ origin: at("compose.yaml", "${DB_USER}"), reason: "DB_USER has no value and no default" }],
  errors: [
    {
      file: "compose.prod.yaml",
      message: "The included file common.yaml does not exist.",
      hint: "Add it, or allow gaps with --allow-gaps.",
    },
  ],
  notices: [],
  summary: { critical: 1, high: 2, medium: 8, low: 4, fixable: 6, hidden: 2 },
  nextActions: [
    { title: "Take the engine socket away from web", detail: "compose.yaml: 1 row turns to pass", findings: [] },
    {
      title: "Add read_only, cap_drop and no-new-privileges to 2 services",
      detail: "compose.yaml: web, db (5 rows turn to pass)",
      findings: [],
    },
    { title: "Pin postgres to a version", detail: "compose.yaml: db", findings: [] },
  ],
  sources,
  displayPath: (path) => path,
};

/** A report with nothing wrong: `count` production workloads of 13 rows each. */
export function cleanReport(count: number): Report {
  const rows: readonly RowSpec[] =
    report.scorecard[0]?.rows.map((row): RowSpec => [
      row.id,
      row.id === "scanning" || row.id === "dockerignore" ? "n/a" : "pass",
      "all right",
    ]) ?? [];
  return {
    ...report,
    findings: [],
    scorecard: Array.from({ length: count }, (_, index) => scorecard(`compose.yaml#s${index + 1}`, "compose.yaml", web, rows)),
    gaps: [],
    errors: [],
    nextActions: [],
    summary: { critical: 0, high: 0, medium: 0, low: 0, fixable: 0, hidden: 0 },
  };
}

/** A report on one file with one finding at a span of it. */
export function reportOn(
  path: string,
  text: string,
  span: { readonly start: number; readonly end: number },
  more: Partial<Finding> = {},
): Report {
  const place: Origin = { file: path, span, how: "literal", via: [] };
  const base = cleanReport(1);
  return {
    ...base,
    sources: new Map([[path, { path, kind: "compose", text }]]),
    findings: [finding("no-docker-socket", place, "The engine socket is mounted.", ["compose.yaml#s1"], more)],
    scorecard: base.scorecard.map((card) => ({ ...card, passed: 10, failed: 1 })),
    summary: { ...base.summary, critical: 1 },
  };
}
