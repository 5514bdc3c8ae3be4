import type { BuildModel } from "../../../model/build.ts";
import { textOfRun } from "../../../model/run-commands.ts";

/** How an account is made: Debian's and Red Hat's `useradd`, BusyBox's `adduser`, lines in /etc/passwd where neither is sure to be there, or not at all. */
export type Family = "useradd" | "busybox" | "passwd-file" | "numeric" | "windows";

/** Undefined: nobody knows what the base is. */
export function familyOf(build: BuildModel): Family | undefined {
  const { base } = build;
  if (base.kind === "scratch") return "numeric";
  const named = base.kind === "image" ? familyOfDistribution(base.facts?.distribution) : undefined;
  if (named !== undefined && named !== "passwd-file") return named;
  return familyOfRuns(build) ?? named;
}

function familyOfDistribution(distribution: string | undefined): Family | undefined {
  if (distribution === undefined) return undefined;
  if (/windows/.test(distribution)) return "windows";
  if (/distroless|scratch|chiseled/.test(distribution)) return /busybox/.test(distribution) ? undefined : "numeric";
  // Several are possible, or the tools for accounts are not always there.
  if (/[/,]|minimal|micro|amazon|photon|azure|mariner|oracle|nixos|void/.test(distribution)) return "passwd-file";
  if (/^(?:alpine|busybox|wolfi)/.test(distribution)) return "busybox";
  return "useradd";
}

/** What the RUN steps use shows what the base has. */
function familyOfRuns(build: BuildModel): Family | undefined {
  const found = new Set<Family>();
  for (const stage of build.chain) {
    for (const step of stage.steps) {
      if (step.keyword !== "RUN") continue;
      const text = textOfRun(step);
      if (/\b(?:apt-get|apt|dpkg|groupadd|useradd)\s/.test(text)) found.add("useradd");
      else if (/\bapk\s+(?:--\S+\s+)*(?:add|update|upgrade|del)\b/.test(text)) found.add("busybox");
      else if (/\b(?:yum|dnf|microdnf|tdnf|rpm|zypper|pacman|addgroup|adduser|chown)\s/.test(text)) found.add("passwd-file");
    }
  }
  if (found.has("useradd")) return found.has("busybox") ? "passwd-file" : "useradd";
  return found.has("busybox") ? "busybox" : found.has("passwd-file") ? "passwd-file" : undefined;
}
