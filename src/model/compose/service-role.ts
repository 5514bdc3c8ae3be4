import { deploymentFile, type ComposeProject, type ComposeService } from "../../load/compose/project.ts";
import type { Loaded } from "../../load/loaded.ts";
import { basename, dirname } from "../../util/path.ts";
import { oneShotReason } from "./one-shot.ts";
import { roleOfName, roleOfPath, type RoleGuess } from "../role.ts";

const oneShotName =
  /(?:^|[-_])(?:migrations?|migrate|migrator|seed(?:er)?|init(?:db)?|setup|bootstrap|create[-_]?buckets?|db[-_]?init|wait[-_]?for[-_].*|certs?-?gen(?:erator)?)(?:$|[-_])/i;
const testName = /(?:^|[-_])(?:tests?|e2e|integration[-_]?tests?|cypress|playwright|k6|sut)(?:$|[-_])/i;
const helperProfiles = new Set(
  "tools tool cli init setup migrate migration migrations seed manual helper helpers job jobs admin-tools ops".split(" "),
);

/** The role of a service: what its deployment is for, else what its profiles, its name and those that wait for it tell. */
export function serviceRole(service: ComposeService, deployment: ComposeProject, loaded: Loaded): RoleGuess {
  const byFile = roleOfDeployment(deployment, loaded);
  if (byFile.role !== "production") return byFile;
  if (service.profiles.length > 0) {
    const guesses = service.profiles.map((profile) => roleOfName(profile, "its profile"));
    const [first] = guesses;
    if (first && guesses.every((guess) => guess)) return first;
    if (service.profiles.every((profile) => helperProfiles.has(profile.toLowerCase()))) {
      return { role: "job", reason: `it runs only with the profile ${service.profiles.join(", ")}` };
    }
  }
  const [waiting] = service.awaitedBy;
  if (waiting !== undefined) return { role: "job", reason: `${waiting} waits for its completion` };
  if (testName.test(service.name)) return { role: "test", reason: `its name says test` };
  if (oneShotName.test(service.name)) return { role: "job", reason: `its name is that of a one-shot` };
  const oneShot = oneShotReason(service.value);
  return oneShot === undefined ? byFile : { role: "job", reason: oneShot };
}

function roleOfDeployment(deployment: ComposeProject, loaded: Loaded): RoleGuess {
  const [first = ""] = deployment.files;
  const named = deploymentFile(deployment);
  const guess = roleOfPath(named, loaded.scope);
  if (guess.role !== "production") return guess;
  for (const file of deployment.files) {
    const other = roleOfPath(file, loaded.scope);
    if (other.role !== "production") return other;
  }
  const override = deployment.files.find((file) => /\.override\.ya?ml$/.test(file));
  if (override !== undefined && hasProductionNeighbour(first, loaded)) {
    return { role: "development", reason: `${basename(override)} stands beside a file for production` };
  }
  return guess;
}

function hasProductionNeighbour(file: string, loaded: Loaded): boolean {
  return loaded.tree
    .list(dirname(file))
    .some((name) => /compose/.test(name) && /[._-]prod(?:uction)?[._-]/.test(name) && /\.ya?ml$/.test(name));
}
