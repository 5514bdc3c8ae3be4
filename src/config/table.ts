import { parseAmount, parseBytes } from "../model/quantities.ts";
import { checked, list, map, object, wordOr } from "./collections.ts";
import { choice, day, ruleName, ruleset, text } from "./scalars.ts";
import type { Shape } from "./shape.ts";

const severities = ["critical", "high", "medium", "low"] as const;

const exception = object(
  "",
  {
    path: text("Files that it holds for, as a path or pattern; relative to the configuration.", "a path or pattern"),
    workload: text("Workloads that it holds for: an id, a name or a pattern.", "a workload or pattern"),
    service: text("The same as `workload`.", "a service or pattern"),
    reason: text("Why this is accepted; it is shown beside the finding."),
    until: day("The last day on which it holds; after it the finding is back."),
  },
  "an exception with path, workload, reason and until",
);

/** Without a place, an exception would be a rule that is switched off by accident. */
const ruleIgnore = checked(exception, ({ path, workload, service, span }, report) => {
  if (path === undefined && workload === undefined && service === undefined) {
    report(span, "an exception needs a path or a workload", "To switch the rule off, write `severity: off`.");
  } else if (workload !== undefined && service !== undefined)
    report(span, "workload and service are the same: give one of them", "Keep `workload`.");
});

const ruleSetting = object(
  "",
  {
    severity: choice("`off` leaves its findings out; a severity takes the place of its own.", ["off", ...severities]),
    ignore: list("Exceptions. All that is given in one must match.", ruleIgnore, "a list of exceptions"),
  },
  "a map with severity and ignore",
);

const deployment = object(
  "",
  {
    name: text("What it is called in messages."),
    files: list(
      "Compose files in the order of `docker compose -f A -f B`, relative to the configuration.",
      text("", "a path"),
      "a list of paths",
    ),
    envFile: text("The file for interpolation, in place of `.env`.", "a path"),
    profiles: list("Profiles that are active.", text("", "a profile"), "a list of profiles"),
  },
  "a deployment with files, envFile and profiles",
  ["files"],
);

/** A size or a number, with or without quotes. */
function amount(doc: string, noun: string): Shape<string> {
  return { ...text(doc, noun), schema: () => ({ type: ["string", "number"], minLength: 1 }) };
}

const limits = checked(
  object(
    "Limits that `fix` gives to workloads that have none; without them it offers defaults, as unsafe fixes.",
    {
      memory: amount("Memory, such as 512m.", "a size"),
      cpus: amount("Cores, such as 1.5.", "a number"),
      pids: amount("Processes.", "a number"),
    },
    "a map with memory, cpus and pids",
  ),
  ({ memory, cpus, pids, span }, report) => {
    if (memory !== undefined && !parseBytes(memory)) report(span, `"${memory}" is no size`, "Write a size such as 512m or 2g.");
    if (cpus !== undefined && !parseAmount(cpus)) report(span, `"${cpus}" is no number of cores`, "Write a number such as 1.5.");
    if (pids !== undefined && !/^[1-9]\d{0,6}$/.test(pids))
      report(span, `"${pids}" is no number of processes`, "Write a whole number such as 200.");
  },
);

/** All that may stand in the configuration file: types, checks, JSON schema and documentation come from here. */
export const configTable = object(
  "",
  {
    $schema: text("Where editors find the schema."),
    ruleset: ruleset("Rules that came after this ruleset are reported but do not gate. Without it, the first ruleset counts."),
    preset: choice("Which rules run: `strict` also wants digests, numeric users and limits for processes and logs.", [
      "default",
      "strict",
    ]),
    select: list("Report these rules only.", ruleName(), "a list of rule names"),
    ignore: list("Do not report these rules.", ruleName(), "a list of rule names"),
    rules: map(
      "Severity of single rules, and exceptions.",
      "rules",
      wordOr(choice("", ["off", ...severities]), ruleSetting),
      "a map from rule names to a severity, or to severity and ignore",
    ),
    failOn: choice("The lowest severity that makes the exit code 1.", [...severities, "never"]),
    baseline: text("A file with findings that are known and accepted for now, relative to the configuration.", "a path"),
    secretConfig: text(
      "A file with rules for secrets in images, and what is no secret, relative to the configuration; see `docs/secrets.md`.",
      "a path",
    ),
    deployments: list(
      "What runs in production, where the file names do not tell. Other Compose files beside them are not looked for.",
      deployment,
      "a list of deployments",
    ),
    runFiles: list(
      "Scripts and pages whose `docker run` lines are checked too, relative to the configuration.",
      text("", "a path"),
      "a list of paths",
    ),
    limits,
    roles: map(
      "Roles of workloads, by id or by a pattern for their file. Only `production` changes the exit code.",
      "any",
      choice("", ["production", "development", "test", "job", "base"]),
      "a map from workloads or patterns to roles",
    ),
  },
  "a map of settings",
);
