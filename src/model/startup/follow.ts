import { unwrap } from "../../parse/shell/unwrap.ts";
import { mapSlice } from "../../source/mapped-text.ts";
import type { Origin } from "../../source/origin.ts";
import { basename } from "../../util/path.ts";
import { dropTo } from "./drop-to.ts";
import { followScript } from "./follow-script.ts";
import { passingInits, plainWord, type Followed, type FollowInputs, type ScriptFile } from "./inputs.ts";
import type { Pid1Outcome } from "./startup.ts";

const maxSteps = 12;
const inits = new Set(
  "tini tini-static dumb-init docker-init catatonit pid1 tini-amd64 my_init systemd init s6-svscan runsvdir runsvinit runit supervisord circusd monit entrypoint-init".split(
    " ",
  ),
);
const shells = /^(?:ba|da|a|k|z)?sh$/;

/** Follows words through inits, wrappers and scripts to what stays. */
export function follow(words: readonly string[], at: Origin, inputs: FollowInputs, steps = 0): Followed {
  const [first] = words;
  if (first === undefined || first === "") return { pid1: { kind: "nothing", at }, handover: { kind: "none" } };
  if (steps > maxSteps || --inputs.budget.left < 0) return lost("the scripts call each other without end", at);
  inputs.trail.push({ ...at, note: words.join(" ").slice(0, 120) });
  const name = basename(first);
  if (inits.has(name) || first === "/init" || first === "/sbin/my_init" || first === "/sbin/init")
    return followInit(words, name, at, inputs, steps);
  const start = inputs.imageStart(words);
  if (start === "words") return { pid1: { kind: "program", words, at }, handover: { kind: "none" } };
  if (start) return start;
  if (shells.test(name)) return followShell(words, name, at, inputs, steps);
  const unwrapped = unwrap(words.map(plainWord));
  if (unwrapped.name > 0 && unwrapped.name < words.length) {
    const inner = follow(words.slice(unwrapped.name), at, inputs, steps + 1);
    if (!unwrapped.user) return inner;
    return { pid1: inner.pid1, handover: dropTo(unwrapped.user.value, at, inputs.env) ?? inner.handover };
  }
  const file = inputs.find(first);
  if (file) return followFile(file, words, at, inputs, steps);
  return { pid1: { kind: "program", words, at }, handover: { kind: "none" } };
}

function lost(reason: string, at: Origin): Followed {
  return { pid1: { kind: "unknown", reason, at }, handover: { kind: "unknown", reason, at } };
}

function followInit(words: readonly string[], name: string, at: Origin, inputs: FollowInputs, steps: number): Followed {
  const pid1: Pid1Outcome = { kind: "init", program: name, at };
  if (!passingInits.has(name)) {
    return { pid1, handover: { kind: "kept", reason: `${name} stays as the supervisor with the user it was started with`, at } };
  }
  const rest = words.slice(1);
  let skip = 0;
  while (skip < rest.length) {
    const word = rest[skip] ?? "";
    if (word === "--") {
      skip++;
      break;
    }
    if (!word.startsWith("-")) break;
    skip += /^-[A-Za-z]*[pe]$/.test(word) || word === "--rewrite" || word === "-r" ? 2 : 1;
  }
  const inner = follow(rest.slice(skip), at, inputs, steps + 1);
  return { pid1, handover: inner.handover };
}

/** `sh -c SCRIPT ARGS…` or `sh FILE ARGS…`. */
function followShell(words: readonly string[], name: string, at: Origin, inputs: FollowInputs, steps: number): Followed {
  for (let index = 1; index < words.length; index++) {
    const word = words[index] ?? "";
    if (/^-[a-z]*c$/.test(word)) {
      const script = words[index + 1];
      // `$0` is the word after the script.
      if (script !== undefined)
        return followScript(
          { text: mapSlice(script, 0), at, file: undefined, args: words.slice(index + 3), shell: name, zero: words[index + 2] },
          inputs,
          steps,
        );
    }
    if (word === "-o" || word === "+o" || word === "-O") index++;
    else if (!/^[-+]/.test(word)) {
      const file = inputs.find(word);
      if (file)
        return followScript(
          { text: file.text, at: fileOrigin(file), file: file.file, args: words.slice(index + 1), shell: undefined },
          inputs,
          steps,
        );
      // A script that nobody can read is no reason to take its hand-over for granted.
      return { pid1: { kind: "unknown", reason: `the script ${word} is not ${inputs.scripts}`, at }, handover: { kind: "none" } };
    }
  }
  return { pid1: { kind: "program", words, at }, handover: { kind: "none" } };
}

function fileOrigin(file: ScriptFile): Origin {
  const start = file.text.segments[0]?.source ?? 0;
  return { file: file.file, span: { start, end: start + 1 }, how: "literal", via: [] };
}

function followFile(file: ScriptFile, words: readonly string[], at: Origin, inputs: FollowInputs, steps: number): Followed {
  const shebang = /^\uFEFF?#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(file.text.text.slice(0, 200));
  const program = shebang?.[1]?.endsWith("/env") ? shebang[2] : shebang?.[1];
  const interpreter = basename(program ?? "");
  if (shells.test(interpreter) || (!shebang && /\.(?:sh|bash)$/.test(words[0] ?? ""))) {
    return followScript(
      { text: file.text, at: { ...fileOrigin(file), via: [at] }, file: file.file, args: words.slice(1), shell: undefined },
      inputs,
      steps,
    );
  }
  if (interpreter === "with-contenv") return lost("an s6 script decides", at);
  if (!shebang && file.text.text === "") return { pid1: { kind: "program", words, at }, handover: { kind: "none" } };
  if (!shebang)
    return { pid1: { kind: "program", words, at }, handover: { kind: "unknown", reason: `${words[0]} is no shell script`, at } };
  const reason = `${file.file} is a script of ${interpreter}, not of a shell`;
  return lost(reason, at);
}
