import { mapSlice } from "../../source/mapped-text.ts";
import { readHealthcheckType } from "./healthcheck-type.ts";
import { readJsonArray } from "./json-array.ts";
import { type Problems, quote } from "./problems.ts";
import type { Flag, HealthcheckInstruction } from "./tree.ts";

const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};
const PART = /^(\d*)(?:\.(\d*))?([a-z]+)/;
const SHORTEST = 1e6;
const LONGEST = 2 ** 63;
const MOST_RETRIES = 2 ** 31 - 1;

export function checkHealthcheck(instruction: HealthcheckInstruction, problems: Problems): void {
  const { command, rest, span } = instruction;
  const { type, next } = readHealthcheckType(rest.text);
  const hint = "Write HEALTHCHECK CMD COMMAND or HEALTHCHECK NONE.";
  if (type === "") problems.add("HEALTHCHECK needs CMD or NONE", hint, span);
  else if (type === "NONE") {
    if (!isEmptyCommand(rest.text.slice(next)))
      problems.add("HEALTHCHECK NONE takes no arguments", "Remove what follows NONE.", span);
    return;
  } else if (type !== "CMD") problems.add(`HEALTHCHECK has no type ${quote(type)}`, hint, span);
  else if (command?.form === "exec" ? command.words.length === 0 : command?.script.text === "") {
    problems.add("HEALTHCHECK CMD needs a command", "Write the command that tests the service after CMD.", span);
  }
  for (const flag of instruction.flags) checkFlag(flag, problems);
}

function isEmptyCommand(text: string): boolean {
  const json = readJsonArray(mapSlice(text, 0));
  return json.kind === "strings" ? json.words.length === 0 : text === "";
}

function checkFlag(flag: Flag, problems: Problems): void {
  if (flag.value === undefined || flag.value === "") return;
  if (flag.name === "retries") {
    if (/^\+?\d+$/.test(flag.value) && Number(flag.value) <= MOST_RETRIES) return;
    if (/^-0+$/.test(flag.value)) return;
    problems.add(`--retries cannot be ${quote(flag.value)}`, "Use a whole number such as 3.", flag.span);
    return;
  }
  if (!["interval", "timeout", "start-period", "start-interval"].includes(flag.name)) return;
  const duration = parseDuration(flag.value);
  if (duration === 0 || (duration !== undefined && duration >= SHORTEST)) return;
  problems.add(
    `--${flag.name} cannot be ${quote(flag.value)}`,
    "Use a duration of at least 1ms with a unit, such as 30s or 1m30s.",
    flag.span,
  );
}

/** Nanoseconds of a duration in Go's form, undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  const sign = text[0] === "-" ? -1 : 1;
  let rest = /^[-+]/.test(text) ? text.slice(1) : text;
  if (rest === "0") return 0;
  if (rest === "") return undefined;
  let total = 0;
  while (rest !== "") {
    const match = PART.exec(rest);
    const unit = NANOSECONDS[match?.[3] ?? ""];
    if (!match || unit === undefined || (!match[1] && !match[2])) return undefined;
    total += Number(match[1] || "0") * unit + Math.floor(Number(`0.${match[2] || "0"}`) * unit);
    if (total >= LONGEST) return undefined;
    rest = rest.slice(match[0].length);
  }
  return total === 0 ? 0 : sign * total;
}
