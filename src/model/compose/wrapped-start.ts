import { known, unset, type Fact } from "../fact.ts";
import type { CommandValue } from "../workload.ts";

interface Start {
  readonly entrypoint: Fact<CommandValue>;
  readonly command: Fact<CommandValue>;
}

/** A shell that reads secret files into variables and hands over to the words after it. */
export const secretsScript =
  /^((?:[A-Za-z_]\w*="\$\(cat \/run\/secrets\/[\w.-]+\)" && )+)export ([A-Za-z_]\w*(?: [A-Za-z_]\w*)*) && exec "\$@"$/;

/**
 * The start behind such a shell, which is that of the image where the words are the image's: what is known of the image holds. Undefined
 * where there is none.
 */
export function behindSecrets({ entrypoint, command }: Start, image: Start): Start | undefined {
  if (entrypoint.state !== "known" || entrypoint.value.form === "shell") return undefined;
  const { words, origins } = entrypoint.value;
  const [shell = "", option, script = ""] = words;
  if (words.length < 4 || !/^\/bin\/(?:ba)?sh$/.test(shell) || option !== "-c" || !secretsScript.test(script)) return undefined;
  const rest = words.slice(4);
  const behind: Fact<CommandValue> =
    rest.length === 0
      ? unset<CommandValue>(undefined, entrypoint.origin)
      : known({ form: "exec", words: rest, ...(origins ? { origins: origins.slice(4) } : {}) }, entrypoint.origin);
  return {
    entrypoint: sameWords(behind, image.entrypoint) ? image.entrypoint : behind,
    command: sameWords(command, image.command) ? image.command : command,
  };
}

function sameWords(a: Fact<CommandValue>, b: Fact<CommandValue>): boolean {
  const [one, two] = [startWords(a), startWords(b)];
  return one !== undefined && two !== undefined && one.length === two.length && one.every((word, index) => word === two[index]);
}

/** As the engine starts them: a shell form is a shell with a script. Undefined where they are not known. */
export function startWords(fact: Fact<CommandValue>): readonly string[] | undefined {
  if (fact.state === "unknown") return undefined;
  if (fact.state === "unset") return [];
  return fact.value.form === "exec" ? fact.value.words : [...fact.value.shell, fact.value.script];
}
