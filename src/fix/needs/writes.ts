import type { Project } from "../../model/project.ts";
import type { Workload } from "../../model/workload.ts";
import type { Origin } from "../../source/origin.ts";
import { basename, normalizePath, pathWithin } from "../../util/path.ts";
import { sourcesWrite } from "../dockerfile/user/source-writes.ts";
import { ownStart } from "./start.ts";

/** Who owns what is written. */
export interface Owner {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
}

/** What a read-only root needs. */
export interface Writes {
  /** As `tmpfs` takes them: `PATH` or `PATH:OPTIONS`. */
  readonly tmpfs: readonly string[];
  /** Folders of the image that get a volume, which keeps the image's files. */
  readonly volumes: readonly string[];
  /** Where this is known from. */
  readonly evidence: string;
}

export type WritesPlan = { readonly ok: true; readonly writes: Writes } | { readonly ok: false; readonly reason: string };

const waits = "nobody knows which paths it writes: it waits for prove";

/** The tmpfs and volumes that a service needs besides what it has; refused where nobody knows. */
export function planWrites(workload: Workload, project: Project, owner: Owner | undefined = ownerOf(workload)): WritesPlan {
  if (!workload.mounts.complete || !workload.tmpfs.complete)
    return { ok: false, reason: workload.mounts.reason ?? "not all mounts are known" };
  const facts = ownStart(workload);
  if (!facts) return planForSources(workload, project);
  if (facts.writable === undefined) return { ok: false, reason: waits };
  if (usesTemplates(workload)) return { ok: false, reason: "its entrypoint writes configuration from templates" };
  const covered = coveredPaths(workload);
  const isOpen = (path: string): boolean => !covered.some((folder) => pathWithin(folder, canonical(path)) !== undefined);
  const volumes = new Set([...(facts.copyUp ?? []), ...(facts.undeclaredVolumes ?? [])].filter(isOpen));
  const logs =
    facts.logs === "stdout"
      ? []
      : (facts.logPaths ?? []).filter(
          (path) =>
            path.startsWith("/") && isOpen(path) && ![...volumes].some((folder) => pathWithin(folder, path) !== undefined),
        );
  if (logs.length > 0) return { ok: false, reason: `it keeps logs in files: ${logs.join(", ")}` };
  if ([...volumes].some((path) => /\.(?:py|conf|cnf|ya?ml|json|ini|cfg|toml|xml|sh)$/.test(basename(path))))
    return { ok: false, reason: `it changes a file of its image: ${[...volumes].join(", ")}` };
  const tmpfs: string[] = [];
  for (const entry of facts.writable) {
    const path = entry.split(":")[0] ?? entry;
    if (!isOpen(path) || [...volumes].some((folder) => pathWithin(folder, path) !== undefined)) continue;
    if (isTransient(path) || (owner !== undefined && !keepsData(path))) tmpfs.push(withOwner(entry, owner));
    else volumes.add(path);
  }
  return { ok: true, writes: { tmpfs, volumes: [...volumes], evidence: `known of ${facts.reference}` } };
}

/** An app of one's own: all its sources were read and none writes a file. */
function planForSources(workload: Workload, project: Project): WritesPlan {
  const { build, facts } = workload;
  if (!build || (facts && facts.kind !== "base" && facts.kind !== "runtime") || sourcesWrite(build, project) !== false)
    return { ok: false, reason: waits };
  const tmp = coveredPaths(workload).some((folder) => pathWithin(folder, "/tmp") !== undefined) ? [] : ["/tmp"];
  return { ok: true, writes: { tmpfs: tmp, volumes: [], evidence: "its sources were read and none writes a file" } };
}

/** Files there need not outlive a restart. */
function isTransient(path: string): boolean {
  return /^\/(?:tmp|run|var\/run|var\/tmp|var\/cache|var\/lock|dev\/shm)(?:\/|$)|\/(?:tmp|temp|\.?cache|run)$/.test(path);
}

function keepsData(path: string): boolean {
  return /(?:^|\/)(?:data|db|database|uploads?|storage)(?:\/|$)/.test(path);
}

/** A tmpfs takes owner and mode of the folder in the image, mostly root's. */
export function withOwner(entry: string, owner: Owner | undefined): string {
  const [path = "", options] = entry.split(":");
  if (path === "/tmp" || path === "/dev/shm" || options?.includes("uid=") === true || owner === undefined) return entry;
  const ids = owner.uid === undefined ? "mode=1777" : `uid=${owner.uid}${owner.gid === undefined ? "" : `,gid=${owner.gid}`}`;
  return options === undefined ? `${path}:${ids}` : `${path}:${options},${ids}`;
}

/** Undefined where it starts as root, which may then hand over. */
export function ownerOf({ user, facts }: Workload): Owner | undefined {
  const value = user.state === "known" ? user.value : undefined;
  if (!value || value.root === true) return undefined;
  const gid =
    value.group !== undefined && /^\d+$/.test(value.group)
      ? Number(value.group)
      : facts?.account?.uid === value.uid || facts?.account?.name === value.name
        ? facts?.account?.gid
        : undefined;
  return {
    uid:
      value.uid ??
      (value.name === undefined
        ? undefined
        : (facts?.users?.[value.name] ?? (facts?.account?.name === value.name ? facts.account.uid : undefined))),
    gid,
  };
}

function usesTemplates({ mounts, env }: Workload): boolean {
  return (
    mounts.items.some((item) => item.state === "known" && item.value.target.startsWith("/etc/nginx/templates")) ||
    env.items.some((item) => item.state === "known" && item.value.name.startsWith("NGINX_ENVSUBST_"))
  );
}

export interface TmpfsEntry {
  readonly path: string;
  readonly text: string;
  readonly origin: Origin;
}

export function tmpfsEntries({ tmpfs }: Workload): TmpfsEntry[] {
  return tmpfs.items.flatMap((item) =>
    item.state === "known" ? [{ path: canonical(item.value.split(":")[0] ?? ""), text: item.value, origin: item.origin }] : [],
  );
}

/** Where it can write already under a read-only root. */
export function coveredPaths(workload: Workload): string[] {
  const paths = ["/dev/shm", "/dev", ...tmpfsEntries(workload).map(({ path }) => path)];
  for (const item of workload.mounts.items) if (item.state === "known" && !item.value.readOnly) paths.push(item.value.target);
  // VOLUME of the image is an anonymous volume.
  paths.push(...(workload.facts?.volumes ?? []));
  return paths.map(canonical);
}

function canonical(path: string): string {
  return normalizePath(path).replace(/^\/var\/run(?=\/|$)/, "/run");
}
