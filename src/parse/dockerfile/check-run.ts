import { splitCsv } from "./csv.ts";
import { type Problems, quote } from "./problems.ts";
import type { CommandInstruction, Flag } from "./tree.ts";

const NETWORKS = ["default", "none", "host"];
const SECURITY = ["sandbox", "insecure"];
const BOOLEANS = new Set(["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"]);

/** Values of RUN flags that BuildKit looks at before it expands variables. */
export function checkRun(instruction: CommandInstruction, problems: Problems): void {
  for (const flag of instruction.flags) {
    if (flag.value === undefined) continue;
    if (flag.name === "network") checkChoice(flag, NETWORKS, problems);
    else if (flag.name === "security") checkChoice(flag, SECURITY, problems);
    else if (flag.name === "mount") checkMount(flag, problems);
    else if (flag.name === "device") checkDevice(flag, problems);
  }
}

function checkChoice(flag: Flag, choices: readonly string[], problems: Problems): void {
  if (choices.includes(flag.value ?? "")) return;
  problems.add(`flag --${flag.name} cannot be ${quote(flag.value ?? "")}`, `Use ${choices.join(" or ")}.`, flag.span);
}

function readFields(flag: Flag, problems: Problems): readonly string[] {
  const fields = splitCsv(flag.value ?? "");
  if (fields) return fields;
  problems.add(
    `flag --${flag.name} is no list of fields`,
    `Write --${flag.name}=KEY=VALUE,KEY=VALUE with quotes only around a whole field.`,
    flag.span,
  );
  return [];
}

function checkMount(flag: Flag, problems: Problems): void {
  for (const field of readFields(flag, problems)) {
    const equals = field.indexOf("=");
    if (equals === -1 || field.slice(0, equals).toLowerCase() !== "from") continue;
    const dollar = field.indexOf("$", equals);
    if (dollar === -1 || dollar === field.length - 1) continue;
    problems.add(
      "a variable cannot stand in from= of a mount",
      "Give the image a stage of its own (FROM IMAGE AS NAME) and mount from that stage.",
      flag.span,
    );
  }
}

function checkDevice(flag: Flag, problems: Problems): void {
  let name = "";
  for (const field of readFields(flag, problems)) {
    const equals = field.indexOf("=");
    const key = (equals === -1 ? field : field.slice(0, equals)).toLowerCase();
    const value = equals === -1 ? undefined : field.slice(equals + 1);
    if (key === "required") {
      if (value === undefined || BOOLEANS.has(value)) continue;
      problems.add(`required cannot be ${quote(value)}`, "Write required, required=true or required=false.", flag.span);
    } else if (key === "name" && value !== undefined) {
      if (name !== "") problems.add("the device is named twice", "Keep one name.", flag.span);
      name = value;
    } else if (name === "") name = field;
    else problems.add(`a device has no field ${quote(field)}`, "It takes name and required.", flag.span);
  }
}
