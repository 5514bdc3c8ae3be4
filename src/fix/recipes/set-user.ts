import type { BuildModel } from "../../model/build.ts";
import { shellAt, textOfRun } from "../../model/run-commands.ts";
import type { Project } from "../../model/project.ts";
import type { Workload } from "../../model/workload.ts";
import { insertAfter, insertBefore } from "../dockerfile/edit.ts";
import { endOfWork, volumeBefore, type Place } from "../dockerfile/place.ts";
import { runLines } from "../dockerfile/run-text.ts";
import { dockerfileOf } from "../dockerfile/target.ts";
import { chooseAccount, type Account } from "../dockerfile/user/account.ts";
import { familyOf, type Family } from "../dockerfile/user/family.ts";
import { keepLaterUsers, laterObstacle, laterStages } from "../dockerfile/user/later-stages.ts";
import { needsRoot, unseenScript } from "../dockerfile/user/root-needs.ts";
import { ownedPaths, type Owned } from "../dockerfile/user/writable.ts";
import { isForRoot } from "../secret-files/new-file.ts";
import type { EditOp, Intent, Outcome, Recipe, RecipeContext } from "../fix.ts";
import type { SourceFile } from "../../source/source-file.ts";

/** Lets the final stage end in a user that is not root. */
export const setUser: Recipe = { kind: "set-user", on: ["dockerfile", "compose"], render };

function render(context: RecipeContext): Outcome | undefined {
  const { workload, project, remedy, at } = context;
  if (!workload.build && workload.buildGap === undefined) return undefined;
  const target = dockerfileOf(context);
  if ("reason" in target) return refused(target.reason);
  const { build, file } = target;
  // A user that Compose sets has to change there; where none is set, the finding stands at the service's key.
  if (at.file !== build.dockerfile && workload.user.state === "known" && workload.user.origin.file === at.file) return undefined;
  const family = familyOf(build);
  const reason = obstacle(workload, build, family) ?? needsRoot(workload, project) ?? secretForRoot(build, project);
  if (reason !== undefined || family === undefined) return refused(reason ?? "nobody knows the base");
  const account = chooseAccount(build, family);
  const owned = ownedPaths(workload, build, project);
  if (owned.writesAt !== undefined)
    return refused(`it writes files where it stands, and ${owned.writesAt} belongs to the system: give it a WORKDIR of its own`);
  if (family === "numeric" && owned.trees.length > 0)
    return refused(`an image without a shell cannot give ${owned.trees.join(", ")} to another user; copy it with --chown`);
  const fresh = family === "numeric" ? [] : ownershipCommands(owned, account, build);
  const unseen = unseenScript(workload, project);
  const commands = [...account.commands, ...fresh];
  const { ops, intents } = edits(build, file, account, commands);
  const later = keepLaterUsers(build, file, laterStages(build), family);
  return {
    kind: "fix",
    fix: {
      title: `Run as ${account.user}`,
      safety: "unsafe",
      breaks: breaksOf(workload, remedy.breaks ?? "files and ports that only root may use", unseen),
      ops: [...ops, ...later.ops],
      intents: [...intents, ...later.intents],
      notes: notesFor(build, workload, account, owned),
      secrets: [],
    },
  };
}

function breaksOf(workload: Workload, general: string, unseen: string | undefined): string {
  if (workload.role === "base")
    return `${general}; an image that is built on it and installs packages has to say USER root first`;
  return unseen === undefined ? general : `${general}; ${unseen} was not seen and may need root`;
}

function refused(reason: string): Outcome {
  return { kind: "refused", reason };
}

/** What stands against a user in this Dockerfile, whatever it starts. */
function obstacle(workload: Workload, build: BuildModel, family: Family | undefined): string | undefined {
  if (family === undefined) return "nobody knows what its base is, so no user can be chosen";
  if (family === "windows") return "it is a Windows image";
  if (!/(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(shellAt(build.target, undefined)[0] ?? ""))
    return "its RUN steps use another shell than a POSIX one";
  const later = laterObstacle(build, laterStages(build));
  if (later !== undefined) return later;
  const user = build.target.steps.findLast(({ keyword }) => keyword === "USER");
  if (user?.keyword === "USER" && user.words[0]?.raw.includes("$") === true) return "USER is a variable";
  const facts = build.base.kind === "image" ? build.base.facts : undefined;
  if (build.base.kind !== "scratch" && facts === undefined && inheritsStart(workload)) return "nobody knows what its base starts";
  const app = facts !== undefined && facts.kind !== "base" && facts.kind !== "runtime" && facts.kind !== "tool";
  if (app && facts.runAs === undefined && inheritsStart(workload))
    return `nobody knows whether ${facts.reference} works as another user`;
  return undefined;
}

/** A service of this Dockerfile has a secret file that root alone can read. */
function secretForRoot(build: BuildModel, project: Project): string | undefined {
  for (const { build: other, secrets } of project.workloads) {
    if (other?.dockerfile !== build.dockerfile || other.target !== build.target) continue;
    for (const item of secrets.items)
      if (item.state === "known" && isForRoot(item.value))
        return `${item.value.file ?? ""} is for root alone: give it mode 0444 in secrets/closed, of mode 0700, first`;
  }
  return undefined;
}

function inheritsStart(workload: Workload): boolean {
  return [workload.entrypoint, workload.command].every(({ origin }) => origin.how !== "literal");
}

function ownershipCommands(owned: Owned, account: Account, build: BuildModel): string[] {
  const remote = remoteFiles(build);
  const readable = remote.length > 0 ? [`chmod a+rX ${remote.join(" ")}`] : [];
  const all = [...owned.folders, ...owned.trees];
  if (all.length === 0) return readable;
  const files = owned.trees.filter((path) => /\.(?:db|sqlite3?|db3)$/i.test(path));
  const folders = all.filter((path) => !files.includes(path) && !owned.present.has(path));
  const commands = folders.length > 0 ? [`mkdir -p ${folders.join(" ")}`] : [];
  if (owned.folders.length > 0) commands.push(`chown ${account.owner} ${owned.folders.join(" ")}`);
  if (owned.trees.length > 0) commands.push(`chown -R ${account.owner} ${owned.trees.join(" ")}`);
  return [...readable, ...commands];
}

/** ADD gives what it fetches to root alone. */
function remoteFiles(build: BuildModel): string[] {
  const found: string[] = [];
  for (const step of build.target.steps) {
    if (step.keyword !== "ADD" || step.flags.some(({ name }) => name === "chmod" || name === "chown") || !step.destination)
      continue;
    const { text, unknown, undefined: missing } = build.target.expand(step.destination.raw, step);
    const [source] = step.sources;
    if (
      step.sources.length !== 1 ||
      !/^https?:\/\//.test(source?.value ?? "") ||
      unknown.length + missing.length > 0 ||
      !/^\/[\w./-]+$/.test(text)
    )
      continue;
    const name = /\/([\w.-]+)$/.exec(source?.value ?? "")?.[1];
    if (!text.endsWith("/")) found.push(text);
    else if (name !== undefined) found.push(text + name);
  }
  const later = build.target.steps
    .filter(({ keyword }) => keyword === "RUN")
    .flatMap((step) => (step.keyword === "RUN" ? [textOfRun(step)] : []));
  return found.filter((path) => !later.some((text) => text.includes(path)));
}

interface Edits {
  readonly ops: readonly EditOp[];
  readonly intents: readonly Intent[];
}

function edits(build: BuildModel, file: SourceFile, account: Account, commands: readonly string[]): Edits {
  const place = endOfWork(build.target);
  const volume = commands.length > 0 ? volumeBefore(build.target, place) : undefined;
  const run = commands.length > 0 ? runLines(commands, build.tree.escape) : [];
  const user = `USER ${account.user}`;
  const stage = build.target.index;
  const intents: Intent[] = [];
  if (run.length > 0) intents.push({ kind: "dockerfile", file: file.path, change: "add", keyword: "RUN", stage });
  intents.push({ kind: "dockerfile", file: file.path, change: "add", keyword: "USER", stage });
  if (volume) return { ops: [insertBefore(file, volume, run), insert(file, place, [user])], intents };
  return { ops: [insert(file, place, [...run, user])], intents };
}

function insert(file: SourceFile, place: Place, lines: readonly string[]): EditOp {
  return place.side === "before" ? insertBefore(file, place.instruction, lines) : insertAfter(file, place.instruction, lines);
}

function notesFor(build: BuildModel, workload: Workload, account: Account, owned: Owned): string[] {
  const notes: string[] = [];
  const low = build.chain
    .flatMap((stage) => stage.steps)
    .flatMap((step) => (step.keyword === "EXPOSE" ? step.words.map(({ value }) => Number.parseInt(value, 10)) : []))
    .filter((port) => port > 0 && port < 1024);
  if (low.length > 0)
    notes.push(
      `Port ${[...new Set(low)].join(", ")} opens without root on Docker 20.10 and later, but not on the host's network.`,
    );
  const mounted = workload.mounts.items.some(
    (item) => item.state === "known" && !item.value.readOnly && (item.value.type === "volume" || item.value.type === "bind"),
  );
  if (mounted || owned.trees.length > 0)
    notes.push(
      `A volume that root filled before has to change hands once: docker run --rm -v VOLUME:/v alpine chown -R ${/^\d/.test(account.owner) ? account.owner : "UID"} /v`,
    );
  return notes;
}
