/** One option of the command line. This table yields parsing, help, completion and docs/cli.md. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** Placeholder of the value; without one the flag is a switch. */
  readonly value?: string;
  readonly repeat?: boolean;
  /** Values that are proposed in help and completion. */
  readonly choices?: readonly string[];
  /** A file name, for completion. */
  readonly file?: boolean;
  readonly help: string;
  readonly group: FlagGroup;
}

export type FlagGroup = "Input" | "Selection" | "Outcome" | "Output" | "General";

const severities = ["low", "medium", "high", "critical"];

export const formats = ["text", "json", "sarif", "github", "gitlab", "junit", "markdown"];

export const imageFormats = ["table", ...formats.filter((name) => name !== "text"), "trivy-json"];

const configuration: readonly Flag[] = [
  {
    name: "config",
    value: "FILE",
    file: true,
    group: "Input",
    help: "Configuration file, in place of the nearest .seaworthy.yaml",
  },
];

const input: readonly Flag[] = [
  {
    name: "file",
    short: "f",
    value: "FILE",
    repeat: true,
    file: true,
    group: "Input",
    help: "Compose file; several make one deployment, as with docker compose",
  },
  { name: "env-file", value: "FILE", repeat: true, file: true, group: "Input", help: "Env file for Compose, in place of .env" },
  { name: "env", group: "Input", help: "Let Compose see the environment variables of this process" },
  { name: "engine", group: "Input", help: "Ask the local Docker engine about images" },
  { name: "target", value: "STAGE", group: "Input", help: "Stage that is built, in place of the last one" },
  {
    name: "stdin-filename",
    value: "NAME",
    file: true,
    group: "Input",
    help: "Path that the text on standard input (-) stands for",
  },
];

const selection: readonly Flag[] = [
  { name: "preset", value: "NAME", choices: ["default", "strict"], group: "Selection", help: "Set of rules" },
  { name: "select", value: "RULE", repeat: true, group: "Selection", help: "Report only these rules" },
  { name: "ignore", value: "RULE", repeat: true, group: "Selection", help: "Do not report these rules" },
  {
    name: "severity",
    short: "s",
    value: "LEVEL,…",
    repeat: true,
    choices: severities,
    group: "Selection",
    help: "Report only these severities, such as HIGH,CRITICAL",
  },
  { name: "baseline", value: "FILE", file: true, group: "Selection", help: "Findings in this file are accepted" },
  { name: "update-baseline", group: "Selection", help: "Write the findings of this run to the baseline file" },
  { name: "since", value: "REF", group: "Selection", help: "Report only what was changed since this Git commit" },
];

const outcome: readonly Flag[] = [
  {
    name: "fail-on",
    value: "LEVEL",
    choices: [...severities, "never"],
    group: "Outcome",
    help: "Lowest severity that makes the exit code 1 (default: high)",
  },
  { name: "exit-code", value: "N", group: "Outcome", help: "Exit code for findings, in place of 1" },
  { name: "fail-on-unknown", group: "Outcome", help: "An unknown row of a production workload makes the exit code 1" },
  { name: "allow-gaps", group: "Outcome", help: "An input that cannot be read does not make the exit code 3" },
  { name: "fix", group: "Outcome", help: "Fix what can be fixed safely first, then report what is left" },
  { name: "unsafe-fixes", group: "Outcome", help: "With --fix: also make fixes that may change how something behaves" },
];

const format: Flag = {
  name: "format",
  value: "FMT[:FILE]",
  repeat: true,
  choices: formats,
  group: "Output",
  help: `Output format, and where it goes; may be given several times: ${formats.join(", ")}`,
};

const outputFile: Flag = { name: "output", short: "o", value: "FILE", file: true, group: "Output", help: "File for the output" };

const color: Flag = {
  name: "color",
  value: "WHEN",
  choices: ["auto", "always", "never"],
  group: "Output",
  help: "Colours (default: auto; NO_COLOR and FORCE_COLOR are heeded)",
};

const verbosity: readonly Flag[] = [
  { name: "quiet", short: "q", group: "Output", help: "Print findings that gate, and nothing else" },
  { name: "verbose", short: "v", group: "Output", help: "Print everything, with the reason for each verdict" },
  { name: "no-progress", group: "Output", help: "No progress on standard error" },
];

export const general: readonly Flag[] = [
  { name: "help", short: "h", group: "General", help: "Show help" },
  { name: "version", short: "V", group: "General", help: "Show the version" },
];

export const checkFlags: readonly Flag[] = [
  ...configuration,
  ...input,
  ...selection,
  ...outcome,
  format,
  outputFile,
  ...verbosity,
  color,
];

export const fixFlags: readonly Flag[] = [
  ...configuration,
  ...input.filter((flag) => flag.name !== "stdin-filename"),
  ...selection.filter((flag) => flag.name !== "update-baseline"),
  { name: "yes", short: "y", group: "Outcome", help: "Write the changes without asking" },
  {
    name: "unsafe-fixes",
    group: "Outcome",
    help: "Also make fixes that may change how something behaves; each says what it may break",
  },
  { name: "diff", group: "Outcome", help: "Show the changes and write nothing; exit code 1 if there are any" },
  { name: "allow-gaps", group: "Outcome", help: "An input that cannot be read does not make the exit code 3" },
  ...verbosity.filter((flag) => flag.name !== "no-progress"),
  color,
];

export const explainFlags: readonly Flag[] = [
  ...configuration,
  ...input.filter((flag) => flag.name !== "stdin-filename"),
  ...selection.filter((flag) => flag.name === "preset"),
  color,
];

const plainFormat: Flag = {
  name: "format",
  value: "FMT",
  choices: ["text", "json"],
  group: "Output",
  help: "Output format: text, json",
};

export const rulesFlags: readonly Flag[] = [plainFormat, color];

export const initFlags: readonly Flag[] = [
  { name: "baseline", group: "General", help: "Also accept today's findings in .seaworthy-baseline.json" },
  { name: "force", group: "General", help: "Replace a configuration that is there" },
];

const platform: Flag = {
  name: "platform",
  value: "OS/ARCH",
  group: "Input",
  help: "Platform of the image, such as linux/arm64",
};

const imageInput: readonly Flag[] = [
  {
    name: "input",
    value: "FILE",
    file: true,
    group: "Input",
    help: "Archive of docker save, or an OCI layout; REF says which of its images; - is standard input",
  },
  platform,
  {
    name: "source",
    value: "WHERE",
    choices: ["engine", "registry"],
    group: "Input",
    help: "Where to look for REF (default: the local engine, then its registry)",
  },
  {
    name: "cache-dir",
    value: "DIR",
    file: true,
    group: "Input",
    help: "Folder for what is known of layers, in place of the user's cache folder",
  },
  { name: "no-cache", group: "Input", help: "Read every layer anew and keep nothing" },
];

const imageGaps: Flag = {
  name: "allow-gaps",
  group: "Outcome",
  help: "A file of the image that cannot be read does not make the exit code 3",
};

const scanners: readonly Flag[] = [
  {
    name: "scanners",
    value: "NAME,…",
    repeat: true,
    choices: ["pkg", "secret", "misconfig"],
    group: "Selection",
    help: "What is looked at: pkg, secret, misconfig (default: all); rows of the others are unknown",
  },
];

const secretConfig: Flag = {
  name: "secret-config",
  value: "FILE",
  file: true,
  group: "Selection",
  help: "Rules for secrets of your own, and what is no secret, as YAML or JSON",
};

export const imageFlags: readonly Flag[] = [
  ...imageInput,
  ...configuration,
  secretConfig,
  {
    name: "dockerfile",
    value: "FILE",
    file: true,
    group: "Input",
    help: "Dockerfile that the image was built from (default: the one here that its history was made from)",
  },
  ...scanners,
  ...selection.filter((flag) => flag.name !== "since"),
  ...outcome.filter((flag) => flag.name === "fail-on" || flag.name === "exit-code"),
  imageGaps,
  {
    ...format,
    choices: imageFormats,
    help: `Output format, and where it goes; may be given several times: ${imageFormats.join(", ")}`,
  },
  outputFile,
  { name: "list-all-pkgs", group: "Output", help: "List every package, not their number alone" },
  ...verbosity,
  color,
];

export const imageSbomFlags: readonly Flag[] = [
  ...imageInput,
  imageGaps,
  {
    ...format,
    choices: ["cyclonedx-json", "spdx-json"],
    help: "Output format, and where it goes; may be given twice: cyclonedx-json (the default, version 1.6), spdx-json (version 2.3)",
  },
  outputFile,
  ...verbosity.filter((flag) => flag.name === "no-progress"),
];

export const imageCompareFlags: readonly Flag[] = [
  {
    name: "input",
    value: "FILE",
    repeat: true,
    file: true,
    group: "Input",
    help: "Archive or OCI layout of both images, or of the new one where only the old one is named; given twice: of OLD, then of NEW",
  },
  ...imageInput.filter((flag) => flag.name !== "input"),
  ...configuration,
  secretConfig,
  ...selection.filter((flag) => flag.name === "preset"),
  {
    name: "to",
    value: "OLD",
    group: "Input",
    help: "The image to compare with; the one that is named without a flag is the new one then",
  },
  { name: "exit-code", value: "N", group: "Outcome", help: "Exit code where the images differ (default: 0)" },
  imageGaps,
  {
    ...format,
    choices: ["text", "json", "markdown"],
    help: "Output format, and where it goes; may be given several times: text, json, markdown",
  },
  outputFile,
  ...verbosity.filter((flag) => flag.name === "no-progress"),
  color,
];

export const lockFlags: readonly Flag[] = [
  { name: "engine", group: "Input", help: "Ask the local Docker engine, in place of the registries" },
  platform,
  ...configuration,
  ...input.filter((flag) => flag.name === "file" || flag.name === "env-file" || flag.name === "env"),
];
