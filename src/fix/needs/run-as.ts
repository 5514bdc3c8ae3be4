import { matchGlob } from "../../catalog/glob.ts";
import { secretKindOf } from "../../catalog/secret-names.ts";
import type { Mount, Workload } from "../../model/workload.ts";
import { pathWithin } from "../../util/path.ts";
import { readByRoot } from "../secret-files/file-variable.ts";
import { isForOwner } from "../secret-files/new-file.ts";
import { ownStart } from "./start.ts";

/** A user that a known image works with. */
export interface RunAs {
  readonly user: string;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
}

export type RunAsPlan = { readonly ok: true; readonly runAs: RunAs } | { readonly ok: false; readonly reason: string };

/** Notes of the catalog that ask for nothing more. */
const harmlessNotes =
  /^(?:any uid;|user: |rootless mode: user: supported|folders are 777|use name|user node|existing user|1000\)? ?exists|1000$|needs no docker\.sock|port above 1024|ROCKET_PORT above 1024|with owned volumes|with an owned store|unless it reads host logs)/;

/** `user:` for a service of a known image, where nothing that is mounted or set stands against it. */
export function planRunAs(workload: Workload): RunAsPlan {
  const facts = ownStart(workload);
  if (workload.build) return no("the user belongs in its Dockerfile");
  if (!facts) return no("nobody knows whether what it starts works as another user");
  if (facts.runAs === undefined || facts.entrypointNeedsRoot === true)
    return no(`${facts.reference} is not known to work as another user`);
  if (facts.runAsNote !== undefined && !harmlessNotes.test(facts.runAsNote))
    return no(`${facts.reference} works as another user only with more changes: ${facts.runAsNote}`);
  const obstacle = obstacleOf(workload, facts.start === "drops");
  if (obstacle !== undefined) return no(obstacle);
  const user = facts.runAs === "any" ? "10001:10001" : facts.runAs;
  const [name = "", group] = user.split(":");
  const uid = /^\d+$/.test(name) ? Number(name) : facts.users?.[name];
  const gid =
    group !== undefined && /^\d+$/.test(group) ? Number(group) : facts.account?.name === name ? facts.account.gid : undefined;
  return { ok: true, runAs: { user, uid, gid } };
}

function no(reason: string): RunAsPlan {
  return { ok: false, reason };
}

function obstacleOf(workload: Workload, drops: boolean): string | undefined {
  const { name, namespaces, secrets, apiSocket, mounts, facts, capAdd } = workload;
  if (apiSocket.state === "known" && apiSocket.value) return "only root may open the engine's socket";
  if (namespaces.network.state === "known" && namespaces.network.value === "host")
    return "with the host's network only root may open ports below 1024";
  if (!mounts.complete) return mounts.reason ?? "not all mounts are known";
  const files = secrets.items.filter((item) => item.state !== "known" || isForOwner(item.value) || item.value.kind === "unknown");
  if (files.length > 0) return "a secret file that only its owner may read could not be read";
  if (givesSecretsByFile(workload)) return "its secrets belong in files that only root may read";
  const data = [
    ...(facts?.volumes ?? []),
    ...(facts?.undeclaredVolumes ?? []),
    ...(facts?.writable ?? []).map((entry) => entry.split(":")[0] ?? ""),
  ];
  for (const item of mounts.items) {
    const reason =
      item.state === "known" ? mountObstacle(item.value, data, drops) : item.state === "unknown" ? item.reason : undefined;
    if (reason !== undefined) return `${name}: ${reason}`;
  }
  if (capAdd.items.length > 0) return "capabilities that are added give another user than root nothing";
  return undefined;
}

/** A literal secret that the image also takes as a file: it is, or will be, a file that its owner alone may read. */
export function givesSecretsByFile({ env, facts }: Workload): boolean {
  const names = facts?.fileEnv ?? [];
  return env.items.some((item) => {
    if (item.state !== "known" || secretKindOf(item.value.name) === undefined) return false;
    const { name, template } = item.value;
    const plain = name.replace(/_+FILE$/i, "");
    // Compose makes a file that everybody may read of a variable of the shell.
    const fromShell = template !== undefined && /^\$(?:\w+|\{\w+(?::?\?[^}]*)?\})$/.test(template);
    return !fromShell && names.some((glob) => matchGlob(glob, plain)) && readByRoot(facts, plain);
  });
}

const settingsPath =
  /^\/(?:etc|usr\/local\/etc|usr\/share\/nginx\/html|usr\/local\/apache2\/(?:conf|htdocs)|docker-entrypoint-initdb\.d|var\/www|srv|config|conf)(?:\/|$)|\.(?:conf|cnf|ya?ml|json|toml|ini|xml|sql|sh|html?|css|js|txt|cfg|acl|rules)$/i;
const privatePath = /letsencrypt|certs?(?:$|[/._-])|(?:^|\/)(?:ssl|tls|acme|private)(?:$|[/._-])|\.(?:key|pem|crt|p12|pfx|jks)$/i;

function mountObstacle({ type, source, target, readOnly }: Mount, data: readonly string[], drops: boolean): string | undefined {
  if (type === "tmpfs" || type === "image") return undefined;
  if (/docker\.sock|podman\.sock|containerd\.sock/.test(`${source} ${target}`)) return "only root may open the engine's socket";
  if (privatePath.test(target) || (source !== undefined && privatePath.test(source)))
    return `keys and certificates in ${target} may be readable by root only`;
  if (target.startsWith("/etc/nginx/templates")) return "templates are written to a folder that root owns";
  if (readOnly) return undefined;
  const isData = data.some((path) => pathWithin(path, target) !== undefined || pathWithin(target, path) !== undefined);
  if (type === "bind")
    return isData || !settingsPath.test(target) ? `the folder of the host at ${target} may belong to root` : undefined;
  // An entrypoint that hands its data over has made the volume the account's.
  return drops && isData ? undefined : `the volume at ${target} may belong to root`;
}
