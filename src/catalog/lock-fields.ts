import { isObject, type JsonObject } from "../util/json.ts";
import type { ImageFacts } from "./image-facts.ts";

type FactFields = Omit<ImageFacts, "reference" | "source">;
type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => typeof value === "number" && Number.isFinite(value) && value >= 0;
const isFlag: Check = (value) => typeof value === "boolean";
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isNumbers: Check = (value) => Array.isArray(value) && value.every(isNumber);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && words.includes(value);
const recordOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check);
const isCommand = orNull((value) => isText(value) || isTexts(value));

const isAccount: Check = (value) =>
  isObject(value) &&
  Object.entries(value).every(([key, item]) =>
    key === "uid" || key === "gid" ? isNumber(item) : (key === "name" || key === "group") && isText(item),
  );
const isNeed: Check = (value) =>
  isObject(value) &&
  isTexts(value["capabilities"]) &&
  oneOf("measured", "read", "general")(value["evidence"]) &&
  isText(value["source"]) &&
  (value["when"] === undefined || recordOf(isText)(value["when"]));

/** Every field of ImageFacts that a lock may hold: what it must be, in words and as a check. */
const FIELDS: Readonly<Record<keyof FactFields, readonly [string, Check]>> = {
  digest: ["a digest such as sha256:…", (value) => typeof value === "string" && /^[a-z0-9]+:[0-9a-f]{32,}$/.test(value)],
  platform: ["text", isText],
  user: ["text or null", orNull(isText)],
  account: ["an object with name, uid, gid, group", isAccount],
  start: ["non-root, drops, root-master or root", oneOf("non-root", "drops", "root-master", "root")],
  dropsWith: ["text", isText],
  initIsRoot: ["true or false", isFlag],
  users: ["an object of names and numbers", recordOf(isNumber)],
  entrypoint: ["a list of words, text or null", isCommand],
  command: ["a list of words, text or null", isCommand],
  shell: ["a list of words", isTexts],
  health: ["a list of words, true or null", orNull((value) => value === true || isTexts(value))],
  suggestedHealth: ["a list of words", isTexts],
  volumes: ["a list of paths", isTexts],
  undeclaredVolumes: ["a list of paths", isTexts],
  ports: ["a list of ports", isTexts],
  listens: ["a list of numbers", isNumbers],
  env: ["a list of NAME=value", isTexts],
  labels: ["an object of texts", recordOf(isText)],
  workdir: ["text", isText],
  stopSignal: ["text", isText],
  pid1: [
    "init, handles, ignores, shell, repl, exits or none",
    oneOf("init", "handles", "ignores", "shell", "repl", "exits", "none"),
  ],
  pid1Is: ["text", isText],
  logs: ["stdout, files, both or syslog", oneOf("stdout", "files", "both", "syslog")],
  logPaths: ["a list of paths", isTexts],
  capabilities: ["an object with capabilities, evidence and source", isNeed],
  capabilitiesAsUser: ["an object with capabilities, evidence and source", isNeed],
  writable: ["a list of paths", isTexts],
  copyUp: ["a list of paths", isTexts],
  noNewPrivileges: ["true or false", isFlag],
  noNewPrivilegesNote: ["text", isText],
  startRead: ["true or false", isFlag],
  fileEnv: ["a list of names", isTexts],
  fileEnvAsRoot: ["a list of names", isTexts],
  fileEnvForm: ["text", isText],
  fileEnvValue: ["text", isText],
  fileEnvForbidden: ["a list of names", isTexts],
  entrypointNeedsRoot: ["true or false", isFlag],
  runAs: ["text", isText],
  runAsNote: ["text", isText],
  needsSocket: ["true or false", isFlag],
  socketUse: ["text", isText],
  kind: ["text", isText],
  distribution: ["text", isText],
  megabytes: ["a number", isNumber],
  bytes: ["a number", isNumber],
  small: ["true or false", isFlag],
  toolchain: ["true or false", isFlag],
  unversioned: ["true or false", isFlag],
  versionTagsOnly: ["true or false", isFlag],
  floatingTags: ["a list of tags", isTexts],
  nonRootVariant: ["text", isText],
  traps: ["a list of texts", isTexts],
  evidence: ["an object of texts", recordOf(isText)],
};

/** The fields that hold what they should; every other is reported and left out. */
export function checkFacts(value: JsonObject, report: (field: string, message: string, hint: string) => void): FactFields {
  const fields: Record<string, unknown> = {};
  for (const [field, item] of Object.entries(value)) {
    const known = isField(field) ? FIELDS[field] : undefined;
    if (known === undefined)
      report(
        field,
        `${field} is not known`,
        "a newer seaworthy may have written it: update, or write the file again with `seaworthy lock`",
      );
    else if (known[1](item)) fields[field] = item;
    else report(field, `${field} must be ${known[0]}`, "correct it, or write the file again with `seaworthy lock`");
  }
  return fields;
}

function isField(field: string): field is keyof FactFields {
  return Object.hasOwn(FIELDS, field);
}
