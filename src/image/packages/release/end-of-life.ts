import type { Release } from "../../package.ts";
import { branchOfVersion } from "./alpine.ts";
import { distributions } from "./support-dates.ts";

export interface EndOfLife {
  /** `Debian 9`. */
  readonly name: string;
  /** The last day with fixes for everybody, as YYYY-MM-DD. */
  readonly until: string;
  readonly isPast: boolean;
  /** What pays for more, until when, where that is not past either. */
  readonly paid?: { readonly name: string; readonly until: string };
  readonly source: string;
}

/** Until when a release gets security fixes; undefined where the table does not know it. `today` is YYYY-MM-DD. */
export function endOfLife(release: Release, today: string): EndOfLife | undefined {
  const id = release.id === "centos" && /stream/i.test(release.name) ? "centos-stream" : release.id;
  const branch = releaseBranch(release);
  const distribution = Object.hasOwn(distributions, id) ? distributions[id] : undefined;
  const dates =
    branch !== undefined && distribution && Object.hasOwn(distribution.releases, branch)
      ? distribution.releases[branch]
      : undefined;
  if (distribution === undefined || dates === undefined) return undefined;
  const { until, paidUntil } = dates;
  return {
    name: `${distribution.name} ${branch}`,
    until,
    isPast: today > until,
    ...(distribution.paid && paidUntil && today <= paidUntil && { paid: { name: distribution.paid, until: paidUntil } }),
    source: `${distribution.source}, looked up ${distribution.checked}`,
  };
}

/** Distributions that keep one branch for each minor release. */
const byMinor = new Set(["ubuntu", "opensuse-leap", "sles", "photon", "mariner", "azurelinux"]);

/** The branch by which advisories and dates are kept: Debian 10 for 10.1, Alpine 3.19 for 3.19.4, Ubuntu 22.04. */
export function releaseBranch({ id, version, branch }: Release): string | undefined {
  if (branch !== undefined) return branch;
  if (version === undefined) return undefined;
  if (id === "alpine") return branchOfVersion(version);
  // The first generation was numbered by month: 2018.03.
  if (id === "amzn" && /^201\d\.\d\d/.test(version)) return "1";
  const [major = "", minor] = version.split(".");
  return byMinor.has(id) && minor !== undefined ? `${major}.${minor}` : major;
}
