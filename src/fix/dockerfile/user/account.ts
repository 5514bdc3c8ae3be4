import type { BuildModel, Stage } from "../../../model/build.ts";
import { textOfRun } from "../../../model/run-commands.ts";
import { parseUser } from "../../../model/users.ts";
import type { Family } from "./family.ts";
import { laterStages } from "./later-stages.ts";

/** The account that the final stage runs as. */
export interface Account {
  /** What USER gets: `10001:10001`. */
  readonly user: string;
  /** What chown gets. */
  readonly owner: string;
  /** Commands that make it; empty where it is there already. */
  readonly commands: readonly string[];
}

const made = 10001;

/** Above the ids that useradd gives out: it counts on from the highest that is taken. */
const beyond = 65532;

function takesNextId(text: string): boolean {
  return /\b(?:useradd|groupadd)\b/.test(text);
}

/** The account that is there and meant for this, else a new one. */
export function chooseAccount(build: BuildModel, family: Family): Account {
  const runs = runsOf(build.chain);
  const own = build.base.kind === "image" && build.base.facts?.start === "root-master" ? baseAccount(build, runs) : undefined;
  const there = own ?? earlierAccount(build) ?? createdAccount(build, runs) ?? baseAccount(build, runs);
  const later = runsOf(laterStages(build));
  // A later stage may make an account of its own: neither name nor number may be taken then.
  return there ?? newAccount(build, family, [...runs, ...later], later.some(takesNextId) ? beyond : made);
}

function runsOf(stages: readonly Stage[]): string[] {
  return stages.flatMap(({ steps }) => steps.flatMap((step) => (step.keyword === "RUN" ? [textOfRun(step)] : [])));
}

/** The user that a step before the last `USER root` ran as. */
function earlierAccount(build: BuildModel): Account | undefined {
  for (const stage of build.chain) {
    for (const step of stage.steps.toReversed()) {
      if (step.keyword !== "USER") continue;
      const text = step.words[0]?.raw ?? "";
      if (!/^[A-Za-z0-9_][\w.-]*(?::[\w.-]+)?$/.test(text) || parseUser(text, build.accounts).root === true) continue;
      return { user: text, owner: text, commands: [] };
    }
  }
  return undefined;
}

/** An account that the Dockerfile makes and never uses. */
function createdAccount(build: BuildModel, runs: readonly string[]): Account | undefined {
  const known = build.base.kind === "image" ? (build.base.facts?.users ?? {}) : {};
  const created = [...build.accounts].filter(([name, uid]) => !(name in known) && name !== "root" && uid !== 0);
  const [only] = created;
  if (created.length !== 1 || only === undefined) return undefined;
  const [name, uid] = only;
  // An account for a daemon of its own, or one that is only there to log in.
  if (
    /^(?:ssh|sftp|ftp|git|postgres|mysql|redis|mongo|rabbitmq|jenkins|sudo|admin|guest|test|nobody)/.test(name) ||
    runs.some((text) => /\b(?:chpasswd|NOPASSWD|sudoers)\b/.test(text))
  )
    return undefined;
  if (!/^[a-z_][a-z0-9_.-]*$/i.test(name)) return undefined;
  const user = uid === undefined ? name : String(uid);
  return { user, owner: user, commands: [] };
}

/** The account that the base brings: `node` of node, `www-data` of php, 65532 of distroless. */
function baseAccount(build: BuildModel, runs: readonly string[]): Account | undefined {
  if (build.base.kind === "scratch") return numeric("65532:65532");
  const facts = build.base.kind === "image" ? build.base.facts : undefined;
  if (!facts) return undefined;
  if (/distroless|scratch/.test(facts.distribution ?? "") && facts.kind === "base")
    return numeric(facts.runAs && /^\d+:\d+$/.test(facts.runAs) ? facts.runAs : "65532:65532");
  if (runs.some((text) => /\b(?:deluser|userdel|delgroup)\b/.test(text))) return undefined;
  const named = facts.account ?? namedAccount(facts.users);
  const moved = runs.some((text) => /\b(?:usermod|groupmod)\b/.test(text));
  const uid = moved && named?.name !== undefined ? build.accounts.get(named.name) : named?.uid;
  if (uid === undefined || uid === 0) return undefined;
  const gid = moved
    ? undefined
    : (named?.gid ?? (named?.name === "node" || named?.name === "www-data" || named?.name === "app" ? uid : undefined));
  const user = gid === undefined ? String(uid) : `${uid}:${gid}`;
  return { user, owner: user, commands: [] };
}

function namedAccount(
  users: Readonly<Record<string, number>> | undefined,
): { readonly name: string; readonly uid: number; readonly gid?: number } | undefined {
  const all = Object.entries(users ?? {}).filter(([name, uid]) => uid !== 0 && name !== "nobody");
  const [only] = all;
  return all.length === 1 && only !== undefined ? { name: only[0], uid: only[1] } : undefined;
}

function numeric(user: string): Account {
  return { user, owner: user, commands: [] };
}

function newAccount(build: BuildModel, family: Family, runs: readonly string[], first: number): Account {
  const taken = new Set(build.accounts.values());
  let id = first;
  while (taken.has(id) || runs.some((text) => new RegExp(`\\b${id}\\b`).test(text))) id++;
  const mentioned = (name: string): boolean =>
    build.accounts.has(name) ||
    runs.some((text) => new RegExp(`(?:group|user|adduser|useradd)\\S*\\s[^&;|\\n]*\\b${name}\\b`).test(text));
  const name = ["app", "appuser", "service"].find((candidate) => !mentioned(candidate)) ?? `app${id}`;
  const user = `${id}:${id}`;
  const home = `/home/${name}`;
  if (family === "numeric" || family === "windows") return numeric(user);
  return { user, owner: user, commands: commandsFor(family, name, id, home) };
}

function commandsFor(family: "useradd" | "busybox" | "passwd-file", name: string, id: number, home: string): string[] {
  if (family === "busybox") return [`addgroup -S -g ${id} ${name}`, `adduser -S -D -u ${id} -G ${name} -h ${home} ${name}`];
  if (family === "useradd") {
    return [
      `groupadd --system --gid ${id} ${name}`,
      `useradd --system --no-log-init --uid ${id} --gid ${id} --create-home --home-dir ${home} --shell /usr/sbin/nologin ${name}`,
    ];
  }
  return [
    `echo '${name}:x:${id}:' >> /etc/group`,
    `echo '${name}:x:${id}:${id}::${home}:/sbin/nologin' >> /etc/passwd`,
    `mkdir -p ${home}`,
    `chown ${id}:${id} ${home}`,
  ];
}
