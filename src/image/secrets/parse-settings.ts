import { isNode, parseDocument, type Document } from "yaml";
import { checked, list, object } from "../../config/collections.ts";
import { listProblems, type ConfigProblem } from "../../config/problem.ts";
import { choice, text } from "../../config/scalars.ts";
import type { Read, Shape } from "../../config/shape.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { ruleIds } from "./rules/rule-ids.ts";
import { number, regex, ruleId } from "./settings-shapes.ts";
import type { SecretSettings, UserRule } from "./settings.ts";
import { shortestAnchor } from "./scan/anchors.ts";

export type SettingsResult =
  | { readonly ok: true; readonly settings: SecretSettings }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

const maxLength = 1_000_000;

const words = (doc: string, noun: string): Shape<readonly string[]> => list(doc, text("", "a text"), noun);
const patterns = (doc: string): Shape<readonly string[]> => list(doc, regex(""), "a list of regular expressions");

const userRule = checked(
  object(
    "",
    {
      id: text("Name of the rule in reports.", "a name"),
      title: text("What it finds, as in `token of the deploy service`."),
      description: text("The same as `title`."),
      severity: choice("How bad it is; high where absent.", ["critical", "high", "medium", "low"]),
      regex: regex("What the secret looks like. It is tried round keywords only, on at most 1,024 bytes."),
      keywords: words("Literal texts of three characters or more; each match holds one, in any case.", "a list of texts"),
      secretGroup: number(
        "The group of `regex` that is the secret; the first one, else all of it, where absent.",
        "the number of a group",
        Number.isInteger,
      ),
      entropy: number("Bits for each character that the secret has at least.", "a number from 0 to 8", (value) => value <= 8),
      path: regex("Only files with such a path, which has no slash at its start."),
      allow: patterns("Secrets that are none."),
      stopwords: words("A secret with one of these is none, in any case.", "a list of texts"),
    },
    "a rule with id, regex and keywords",
    ["id", "regex", "keywords"],
  ),
  ({ id, keywords, regex: source, secretGroup, title, description, span }, report) => {
    if (id !== undefined && !/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(id))
      report(span, `"${id}" is no name for a rule`, "Use letters, digits, dots and dashes.");
    if (id !== undefined && ruleIds().includes(id))
      report(span, `there is a rule "${id}" already`, "Choose another id, or switch the other off and use a new one.");
    if (title !== undefined && description !== undefined)
      report(span, "title and description are the same: give one of them", "Keep `title`.");
    const short = keywords?.find((word) => word.length < shortestAnchor || !/^[\x20-\x7e]+$/.test(word));
    if (short !== undefined)
      report(span, `the keyword "${short}" is too short or no ASCII`, "Give three characters or more that each match holds.");
    if (keywords?.length === 0)
      report(span, "a rule needs a keyword", "Give a text of three characters or more that each match holds.");
    if (source !== undefined && secretGroup !== undefined && secretGroup > groupsOf(source))
      report(span, `the regex has no group ${secretGroup}`, "Put brackets round the secret, or leave secretGroup out.");
  },
);

const settingsTable = object(
  "",
  {
    rules: list("Rules of your own.", userRule, "a list of rules"),
    disable: list("Ids of rules that are switched off.", ruleId(), "a list of ids"),
    allow: object(
      "What is no secret.",
      {
        paths: patterns("Files that are not looked at."),
        values: patterns("Secrets that are none."),
        stopwords: words("A secret with one of these is none, in any case.", "a list of texts"),
      },
      "a map with paths, values and stopwords",
    ),
  },
  "a map with rules, disable and allow",
);

/** Reads a file of rules for secrets, YAML or JSON. All mistakes are told at once. */
export function parseSecretSettings(file: SourceFile): SettingsResult {
  const { problems, add } = listProblems(file);
  if (file.text.length > maxLength) {
    add({ start: 0, end: 0 }, "the file is longer than a million characters", "Is this the right file?");
    return { ok: false, problems };
  }
  const document = parse(file.text);
  const wrong = document?.errors[0];
  if (!document || wrong?.code === "RESOURCE_EXHAUSTION")
    add({ start: 0, end: 0 }, "the file is nested too deeply", "Is this the right file?");
  else if (wrong)
    add({ start: wrong.pos[0], end: wrong.pos[1] }, wrong.message.split("\n")[0] ?? "", "It must be one YAML or JSON document.");
  else {
    const { contents } = document;
    if (!isNode(contents)) return { ok: true, settings: toSettings(undefined) };
    const raw = settingsTable.read(contents, { document, ruleNames: new Set(), rulesets: [], report: add });
    if (problems.length === 0) return { ok: true, settings: toSettings(raw) };
  }
  return { ok: false, problems };
}

function parse(source: string): Document.Parsed | undefined {
  try {
    return parseDocument(source, { uniqueKeys: false, prettyErrors: false, logLevel: "error" });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function toSettings(raw: Read<typeof settingsTable> | undefined): SecretSettings {
  return {
    rules: (raw?.rules ?? []).map(toRule),
    disable: raw?.disable ?? [],
    allow: { paths: raw?.allow?.paths ?? [], values: raw?.allow?.values ?? [], stopwords: raw?.allow?.stopwords ?? [] },
  };
}

function toRule(raw: Read<typeof userRule>): UserRule {
  const { secretGroup, entropy, path } = raw;
  return {
    id: raw.id ?? "",
    title: raw.title ?? raw.description ?? raw.id ?? "",
    severity: raw.severity ?? "high",
    regex: raw.regex ?? "",
    keywords: raw.keywords ?? [],
    ...(secretGroup === undefined ? {} : { secretGroup }),
    ...(entropy === undefined ? {} : { entropy }),
    ...(path === undefined ? {} : { path }),
    allow: raw.allow ?? [],
    stopwords: raw.stopwords ?? [],
  };
}

function groupsOf(source: string): number {
  return (new RegExp(`${source}|`).exec("")?.length ?? 1) - 1;
}
