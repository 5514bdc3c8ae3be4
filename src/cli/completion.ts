import { UsageError } from "../api/errors.ts";
import { closest } from "../util/distance.ts";
import type { Arguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands.ts";
import { general, type Flag } from "./flags.ts";
import type { Io } from "./io.ts";

const shells = ["bash", "zsh", "fish"];

export function run(args: Arguments, io: Io): Promise<number> {
  const [shell, ...more] = args.positionals;
  if (shell === undefined || more.length > 0) throw new UsageError("completion needs one shell", `One of ${shells.join(", ")}.`);
  if (!shells.includes(shell)) {
    const suggestion = closest(shell, shells);
    throw new UsageError(
      `There is no completion for "${shell}"`,
      `One of ${shells.join(", ")}.${suggestion === undefined ? "" : ` Did you mean ${suggestion}?`}`,
    );
  }
  io.out(completionScript(shell, commands));
  return Promise.resolve(0);
}

export function completionScript(shell: string, all: readonly Command[]): string {
  if (shell === "fish") return fish(all);
  return shell === "zsh" ? zsh(all) : bash(all);
}

const allFlags = (command: Command): Flag[] => [...command.flags, ...general];

/** A command below another one has a name of two words. */
const partsOf = ({ name }: Command): readonly [string, string?] => {
  const [first = "", second] = name.split(" ");
  return [first, second];
};
const isBelow = (command: Command): boolean => partsOf(command)[1] !== undefined;
const topOf = (all: readonly Command[]): Command[] => all.filter((command) => !isBelow(command));
const belowOf = (all: readonly Command[], parent: Command): Command[] =>
  all.filter((command) => isBelow(command) && partsOf(command)[0] === parent.name);
/** The name as one word, as scripts keep it. */
const keyOf = (command: Command): string => command.name.replace(" ", "-");

function bash(all: readonly Command[]): string {
  const names = topOf(all)
    .map((command) => command.name)
    .join(" ");
  const cases = all.flatMap((command) => {
    const flags = allFlags(command).map((flag) => `--${flag.name}`);
    return [`    ${keyOf(command)}) flags="${flags.join(" ")}" ;;`];
  });
  const below = all.filter(isBelow).map((command) => `    *" ${command.name} "*) command=${keyOf(command)} ;;`);
  const offers = topOf(all).flatMap((command) => {
    const words = belowOf(all, command).map((one) => partsOf(one)[1]);
    if (words.length === 0) return [];
    const test = `[[ "$command" == ${command.name} && "$before" == ${command.name} ]]`;
    return [`    if ${test}; then COMPREPLY+=($(compgen -W "${words.join(" ")}" -- "$word")); fi`];
  });
  return `# bash completion of seaworthy
_seaworthy() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command=check flags="" name
  for name in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " ${names} " in *" $name "*) command="$name"; break ;; esac
  done
  case " \${COMP_WORDS[*]:1:COMP_CWORD-1} " in
${below.join("\n")}
  esac
  case "$command:$before" in
${valueCases(all).join("\n")}
  esac
  case "$command" in
${cases.join("\n")}
  esac
  if [[ "$word" == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  elif [[ "$command" == completion ]]; then
    COMPREPLY=($(compgen -W "${shells.join(" ")}" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
    if [[ "$COMP_CWORD" == 1 ]]; then COMPREPLY+=($(compgen -W "${names}" -- "$word")); fi
${offers.join("\n")}
  fi
}
complete -o filenames -F _seaworthy seaworthy
`;
}

function zsh(all: readonly Command[]): string {
  const list = topOf(all).map((command) => `    '${command.name}:${quote(command.summary)}'`);
  const cases = all.map((command) => {
    const flags = allFlags(command).flatMap((flag) => zshFlag(flag));
    const operands = command.complete === "shells" ? `'1:shell:(${shells.join(" ")})'` : "'*:file:_files'";
    const below = belowOf(all, command).map((one) => partsOf(one)[1]);
    const first = below.length === 0 ? [] : [`'1:command:(${below.join(" ")})'`];
    return `    ${keyOf(command)}) _arguments ${[...flags, ...first, operands].join(" \\\n      ")} ;;`;
  });
  const below = all.filter(isBelow).map((command) => `"${command.name}"`);
  return `#compdef seaworthy
# zsh completion of seaworthy
_seaworthy() {
  local -a commands
  commands=(
${list.join("\n")}
  )
  local command=check
  if (( CURRENT == 2 )); then
    _describe command commands
  elif (( \${commands[(I)$words[2]:*]} )); then
    command=$words[2]
    shift words
    (( CURRENT-- ))
    case "$words[1] $words[2]" in
      ${below.join("|")})
        if (( CURRENT > 2 )); then
          command="$words[1]-$words[2]"
          shift words
          (( CURRENT-- ))
        fi ;;
    esac
  fi
  case $command in
${cases.join("\n")}
  esac
}
if [ "$funcstack[1]" = "_seaworthy" ]; then _seaworthy "$@"; else compdef _seaworthy seaworthy; fi
`;
}

function zshFlag(flag: Flag): string[] {
  const value =
    flag.value === undefined ? "" : `:${flag.name}:${flag.choices ? `(${flag.choices.join(" ")})` : flag.file ? "_files" : ""}`;
  const text = `[${quote(flag.help).replace(/[[\]:]/g, "\\$&")}]${value}`;
  const star = flag.repeat ? "*" : "";
  const long = `'${star}--${flag.name}${text}'`;
  return flag.short === undefined ? [long] : [long, `'${star}-${flag.short}${text}'`];
}

function fish(all: readonly Command[]): string {
  const seen = (...words: readonly string[]): string => `__fish_seen_subcommand_from ${words.join(" ")}`;
  const tops = topOf(all).map((command) => command.name);
  const lines = ["# fish completion of seaworthy"];
  for (const command of all) {
    const [first, second] = partsOf(command);
    const condition = second === undefined ? `not ${seen(...tops)}` : seen(first);
    lines.push(`complete -c seaworthy -n "${condition}" -a ${second ?? first} -d '${quote(command.summary)}'`);
  }
  for (const command of all) {
    const [first, second] = partsOf(command);
    const below = belowOf(all, command).flatMap((one) => partsOf(one)[1] ?? []);
    const others = tops.filter((name) => name !== command.name);
    const condition =
      second !== undefined
        ? `${seen(first)}; and ${seen(second)}`
        : command.name === "check"
          ? `not ${seen(...others)}`
          : below.length > 0
            ? `${seen(first)}; and not ${seen(...below)}`
            : seen(first);
    for (const flag of allFlags(command)) {
      const short = flag.short === undefined ? "" : ` -s ${flag.short}`;
      const value =
        flag.value === undefined ? "" : flag.choices ? ` -x -a '${flag.choices.join(" ")}'` : flag.file ? " -r -F" : " -x";
      lines.push(`complete -c seaworthy -n "${condition}" -l ${flag.name}${short}${value} -d '${quote(flag.help)}'`);
    }
    if (command.complete === "shells") lines.push(`complete -c seaworthy -f -n "${condition}" -a '${shells.join(" ")}'`);
  }
  return lines.join("\n") + "\n";
}

/** What bash offers behind a flag. Commands may have flags of one name with different values. */
function valueCases(all: readonly Command[]): string[] {
  const answers = new Map<string, Map<string, string[]>>();
  for (const command of all) {
    for (const flag of allFlags(command)) {
      if (flag.value === undefined) continue;
      for (const label of [`--${flag.name}`, ...(flag.short === undefined ? [] : [`-${flag.short}`])]) {
        const byAnswer = answers.get(label) ?? new Map<string, string[]>();
        answers.set(label, byAnswer);
        byAnswer.set(answerOf(flag), [...(byAnswer.get(answerOf(flag)) ?? []), keyOf(command)]);
      }
    }
  }
  return [...answers].flatMap(([label, byAnswer]) =>
    [...byAnswer].map(([answer, names]) => {
      const patterns = byAnswer.size === 1 ? [`*:${label}`] : names.map((name) => `${name}:${label}`);
      return `    ${patterns.join("|")}) ${answer}return ;;`;
    }),
  );
}

function answerOf(flag: Flag): string {
  if (flag.choices) return `COMPREPLY=($(compgen -W "${flag.choices.join(" ")}" -- "$word")); `;
  return flag.file ? 'COMPREPLY=($(compgen -f -- "$word")); ' : "";
}

function quote(text: string): string {
  return text.replaceAll("'", "");
}
