import { dataStorePort, isDataStore } from "../catalog/data-stores.ts";
import type { Port, Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Problem, type Remedy, type Result } from "./rule.ts";

export default defineRule({
  name: "published-port",
  row: undefined,
  gates: false,
  preset: "default",
  severity: "medium",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Do not publish a data store's port on all interfaces",
    why: "`5432:5432` listens on every address of the host, and the engine's own firewall rules come before those of the host: ufw does not stop it. A database that only its neighbours need is then open to whoever reaches the host.",
    fix: "Remove the port: containers of one network reach each other without it. Where the host itself needs it, bind it to the loopback: `127.0.0.1:5432:5432`.",
    derivation:
      "Attacker: network access to the host. Adds: a try at the store's password or at a flaw in it. Medium: a password still stands before the data.",
    limits:
      "Only data stores and queues are judged: publishing is what the port of a web server is for. On Docker Engine before 28.0 neighbours on the same link may reach loopback ports too.",
    references: [
      "https://docs.docker.com/engine/network/packet-filtering-firewalls/",
      "https://docs.docker.com/engine/network/port-publishing/",
    ],
  },
  maps: { cis: ["5.14"], owasp: ["RULE #5a"], cwe: [668], kics: ["451d79dc"], composeLint: ["CL-0005"] },
  check,
  examples: [
    {
      title: "a database on all interfaces",
      kind: "compose",
      files: {
        "compose.yaml":
          'services:\n  db:\n    image: postgres:17\n    ports:\n      - ⟦"5432:5432"⟧\n      - ⟦"0.0.0.0:5433:5432"⟧\n      - "127.0.0.1:5434:5432"\n',
      },
      verdict: "fail",
    },
    {
      title: "a service that is built on a database",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  db:\n    build: .\n    ports:\n      - ⟦target: 6379\n        published: 6379⟧\n",
        Dockerfile: "FROM redis:7\n",
      },
      verdict: "fail",
    },
    {
      title: "on the loopback",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  db:\n    image: postgres:17\n    ports: ['127.0.0.1:5432:5432', '[::1]:5432:5432']\n",
      },
      verdict: "pass",
    },
    {
      title: "a web server",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    ports: ['80:80']\n" },
      verdict: "pass",
    },
    {
      title: "no port",
      kind: "compose",
      files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" },
      verdict: "n/a",
    },
    {
      title: "the address is behind a variable",
      kind: "compose",
      files: { "compose.yaml": 'services:\n  db:\n    image: postgres:17\n    ports: ["${BIND}:5432:5432"]\n' },
      verdict: "unknown",
    },
    { title: "on a run line", kind: "run", files: { "run.sh": "docker run ⟦-p 27017:27017⟧ mongo:7\n" }, verdict: "fail" },
    {
      title: "a run line on the loopback",
      kind: "run",
      files: { "run.sh": "docker run -p 127.0.0.1:27017:27017 mongo:7\n" },
      verdict: "pass",
    },
  ],
});

const remedy: Remedy = { kind: "bind-port", title: "Remove the port, or bind it to 127.0.0.1", safety: "manual" };

function check(workload: Workload): Result {
  const { ports, name } = workload;
  if (ports.items.length === 0)
    return ports.complete
      ? notApplicable("no port is published")
      : cannotKnow(ports.reason ?? "not all options are known", ports.origin);
  const problems: Problem[] = [];
  let open: Result | undefined;
  for (const item of ports.items) {
    if (item.state !== "known") {
      if (item.state === "unknown" && storeOf(workload, undefined) !== undefined) open ??= cannotKnow(item.reason, item.origin);
      continue;
    }
    const store = storeOf(workload, item.value);
    if (store === undefined || !isOpen(item.value)) continue;
    const { published, target } = item.value;
    const where = published === undefined ? "a free port of all interfaces" : "all interfaces";
    problems.push({
      message: `${name} publishes port ${published ?? target} of ${store} on ${where} of the host.`,
      at: item.origin,
      ...(knownStore(workload) ? {} : { confidence: "medium" }),
      remedies: [remedy],
    });
  }
  if (problems.length > 0) return fail("a data store's port is published on all interfaces", problems);
  return open ?? pass("no data store is published on all interfaces");
}

function isOpen({ hostIp }: Port): boolean {
  if (hostIp === undefined) return true;
  return /^\[?(?:0\.0\.0\.0|::|0:0:0:0:0:0:0:0|::ffff:0\.0\.0\.0)\]?$/i.test(hostIp);
}

/** Ports that mean one store and nothing else. */
const telling = new Set(["1433", "1521", "2379", "3306", "5432", "5984", "6379", "9042", "9200", "11211", "27017"]);

/** What the port gives access to; undefined for what is no store. */
function storeOf(workload: Workload, port: Port | undefined): string | undefined {
  const usual = port && dataStorePort(port.target)?.replace("ClickHouse or MinIO", "the data store");
  if (knownStore(workload)) return usual ?? "a data store";
  if (workload.facts || workload.build || port === undefined) return undefined;
  return telling.has(port.target) ? usual : undefined;
}

function knownStore({ image, build, facts }: Workload): boolean {
  if (build) return build.base.kind === "image" && isDataStore(build.base.ref, facts);
  return image.state === "known" && isDataStore(image.value, facts);
}
