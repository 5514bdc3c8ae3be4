/** The order in which `docker compose` looks for its file and for the override beside it. */
const baseNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const overrideNames = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
];

/** Compose files that stand for one deployment, in the order they are merged. */
export interface DeploymentPlan {
  readonly files: readonly string[];
  /** Named by the user: taken as it is. Otherwise a file that another deployment includes is no deployment of its own. */
  readonly explicit: boolean;
  /** A neighbour of a base: joined to it unless its services are complete in themselves. */
  readonly joinTo?: readonly string[];
  readonly envFiles?: readonly string[];
  readonly profiles?: readonly string[];
}

/** The deployments of a set of Compose files, `names` being all Compose files of the repository. */
export function planDeployments(inScope: readonly string[], all: readonly string[]): DeploymentPlan[] {
  const siblings = groupByFolder(all);
  const plans: DeploymentPlan[] = [];
  for (const [folder, files] of groupByFolder(inScope)) {
    const names = new Set(siblings.get(folder) ?? files);
    for (const name of files) names.add(name);
    const inFolder = (name: string): string => (folder === "" ? name : `${folder}/${name}`);
    const base = baseNames.find((name) => names.has(name));
    const override = overrideNames.find((name) => names.has(name));
    const chosen = new Set(files);
    if (base !== undefined && (chosen.has(base) || (override !== undefined && chosen.has(override)))) {
      plans.push({ files: [base, ...(override === undefined ? [] : [override])].map(inFolder), explicit: false });
    }
    for (const name of files) {
      if (name === base || (name === override && base !== undefined)) continue;
      const partner = baseFor(name, base, names);
      if (partner === undefined || baseNames.includes(name)) plans.push({ files: [inFolder(name)], explicit: false });
      else plans.push({ files: [inFolder(name)], explicit: false, joinTo: [inFolder(partner)] });
    }
  }
  return plans;
}

/** `docker-compose.prod.yml` belongs to `docker-compose.yml` where that is there, else to the folder's base. */
function baseFor(name: string, base: string | undefined, names: ReadonlySet<string>): string | undefined {
  const stem = /^(?:docker-)?compose(?=[._-])/i.exec(name)?.[0].toLowerCase();
  if (stem === undefined) return base;
  return baseNames.find((candidate) => candidate.startsWith(`${stem}.`) && names.has(candidate)) ?? base;
}

function groupByFolder(paths: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const slash = path.lastIndexOf("/");
    const folder = slash === -1 ? "" : path.slice(0, slash);
    const name = path.slice(slash + 1);
    const group = groups.get(folder);
    if (group) group.push(name);
    else groups.set(folder, [name]);
  }
  return groups;
}
