import type { Example, RuleMaps } from "../../rules/rule.ts";
import type { RuleInfo } from "../options.ts";
import { ROWS, rowTitle } from "../rows.ts";

/** Names of the peers and catalogues that a rule maps to, in the order in which they are shown. */
export const MAPPED: readonly (readonly [keyof RuleMaps, string])[] = [
  ["cis", "CIS Docker Benchmark"],
  ["owasp", "OWASP"],
  ["cwe", "CWE"],
  ["hadolint", "hadolint"],
  ["trivy", "Trivy"],
  ["checkov", "Checkov"],
  ["kics", "KICS"],
  ["buildkit", "BuildKit"],
  ["composeLint", "compose-lint"],
  ["tally", "tally"],
];

const LANGUAGES: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)[^/]*dockerfile[^/]*$/i, "dockerfile"],
  [/\.ya?ml$/i, "yaml"],
  [/\.json$/i, "json"],
  [/\.sh$/i, "sh"],
];

/** The text of an example as a user would write it. */
export function withoutMarks(text: string): string {
  return text.replace(/[⟦⟧]/g, "");
}

function languageOf(path: string): string {
  return LANGUAGES.find(([pattern]) => pattern.test(path))?.[1] ?? "text";
}

/** A fence longer than any in the text. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  return "`".repeat(longest + 1);
}

function exampleText(example: Example): string {
  const files = Object.entries(example.files).map(([path, marked]) => {
    const text = withoutMarks(marked).replace(/\n*$/, "\n");
    const mark = fence(text);
    return `\`${path}\`\n\n${mark}${languageOf(path)}\n${text}${mark}`;
  });
  const preset = example.preset === "strict" ? " (strict preset)" : "";
  return [`**${example.title}**${preset}`, ...files].join("\n\n");
}

export function mappings(maps: RuleMaps): readonly (readonly [string, string])[] {
  return MAPPED.flatMap(([key, name]) => {
    const ids = maps[key] ?? [];
    return ids.length === 0 ? [] : [[name, ids.map((id) => (key === "cwe" ? `CWE-${id}` : String(id))).join(", ")] as const];
  });
}

/** `Row`, `Severity`, … of a rule, as lines of a list. */
export function ruleFacts(rule: RuleInfo): readonly (readonly [string, string])[] {
  const decided = rule.decidesFor?.map((kind) => `${kind}s`).join(" and ");
  const effect = rule.gates
    ? "gates its row"
    : decided === undefined
      ? "advisory: it never changes a row"
      : `advisory, but it decides the row of ${decided}`;
  return [
    ["Row", rule.row === undefined ? "none" : `${rule.row} (${rowTitle(rule.row)}); ${effect}`],
    ["Severity", `${rule.severity}. ${rule.docs.derivation}`],
    ["Confidence", rule.confidence],
    ["Checks", rule.kinds.length === 0 ? "the project as a whole" : rule.kinds.join(", ")],
    ["Preset", rule.preset === "strict" ? "strict only" : "default"],
    ...((rule.exceptRoles ?? []).length === 0
      ? []
      : [["Not for", `workloads of role ${(rule.exceptRoles ?? []).join(", ")}`] as const]),
  ];
}

function section(title: string, body: string | undefined): readonly string[] {
  return body === undefined || body.trim() === "" ? [] : [`## ${title}`, body.trim()];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** The help that code scanning shows beside a finding. */
export function ruleHelp(rule: RuleInfo): string {
  const { docs } = rule;
  return [
    `**${docs.summary}**`,
    docs.why,
    ...section("How to fix it", docs.fix),
    ...section("Severity", docs.derivation),
    ...section("Limits", docs.limits),
    ...section("References", list(docs.references.map((url) => `<${url}>`))),
  ].join("\n\n");
}

/** The page `docs/rules/NAME.md`. */
export function rulePage(rule: RuleInfo): string {
  const { docs } = rule;
  const bad = rule.examples.filter((example) => example.verdict === "fail");
  const good = rule.examples.filter((example) => example.verdict === "pass");
  const other = rule.examples.filter((example) => example.verdict === "unknown" || example.verdict === "n/a");
  const blocks = [
    `# ${rule.name}`,
    `${docs.summary.replace(/\.$/, "")}.`,
    list(ruleFacts(rule).map(([name, value]) => `**${name}:** ${value}`)),
    ...section("Why it matters", docs.why),
    ...section("How to fix it", docs.fix),
    ...section("Limits", docs.limits),
    ...section("Fails", bad.map(exampleText).join("\n\n")),
    ...section("Passes", good.map(exampleText).join("\n\n")),
    ...section("Not judged", other.map((example) => `${exampleText(example)}\n\nVerdict: ${example.verdict}.`).join("\n\n")),
    ...section("Maps to", list(mappings(rule.maps).map(([name, ids]) => `${name}: ${ids}`))),
    ...section("References", list(docs.references.map((url) => `<${url}>`))),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** The rule table of the README: rows in the order of the checklist, rules without a row last. */
export function ruleTable(
  rules: readonly RuleInfo[],
  link: (name: string) => string = (name) => `docs/rules/${name}.md`,
): string {
  const place = (rule: RuleInfo): number => {
    const index = ROWS.findIndex((row) => row.id === rule.row);
    return index === -1 ? ROWS.length : index;
  };
  const lines = [...rules]
    .sort((a, b) => place(a) - place(b))
    .map((rule) => {
      const marks = [...(rule.gates ? [] : ["advisory"]), ...(rule.preset === "strict" ? ["strict"] : [])].join(", ");
      const cells = [
        rule.row ?? "–",
        `[\`${rule.name}\`](${link(rule.name)})`,
        rule.severity,
        marks,
        docsCell(rule.docs.summary),
      ];
      return `| ${cells.join(" | ")} |`;
    });
  return ["| row | rule | severity | | what it asks |", "| --- | --- | --- | --- | --- |", ...lines, ""].join("\n");
}

function docsCell(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");
}
