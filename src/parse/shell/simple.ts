import { sourceSpan, type MappedText } from "../../source/mapped-text.ts";
import { nestedScriptIndex } from "./nested.ts";
import type { ShellCommand, ShellScript, ShellWord } from "./tree.ts";
import { unwrap } from "./unwrap.ts";

/** First words that are syntax, or change what a script ends with. */
const syntax = new Set(
  "if then elif else fi for while until do done case esac select function time coproc in [ [[ test ! { exit return exec eval set . source export local declare readonly typeset unset trap alias".split(
    " ",
  ),
);

/** Words without quotes, globs and expansions other than `$NAME`, joined by `&&` and `;`. */
const plain = /^[\w \t$./:=@%+,^&;-]*$/;
const maxLength = 100_000;
const expansion = /\$(?![A-Za-z_]\w*)/;

/**
 * Most RUN lines are a list of plain commands: those are read here, many times faster than by the full parser, with the same
 * result. Undefined for everything else.
 */
export function readSimple(mapped: MappedText): ShellScript | undefined {
  const { text } = mapped;
  if (text.length > maxLength || !plain.test(text) || expansion.test(text)) return undefined;
  const commands: ShellCommand[] = [];
  let words: ShellWord[] = [];
  let after: ShellCommand["after"];
  const close = (next: ShellCommand["after"]): boolean => {
    const command = makeCommand(words, after);
    if (!command) return false;
    commands.push(command);
    words = [];
    after = next;
    return true;
  };
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9) at++;
    else if (code === 38) {
      if (text.charCodeAt(at + 1) !== 38 || text.charCodeAt(at + 2) === 38 || !close("&&")) return undefined;
      at += 2;
    } else if (code === 59) {
      if (text.charCodeAt(at + 1) === 59 || !close(";")) return undefined;
      at++;
    } else {
      const end = endOfWord(text, at);
      const raw = text.slice(at, end);
      words.push({ raw, value: raw, literal: !raw.includes("$"), span: sourceSpan(mapped, at, end) });
      at = end;
    }
  }
  if (words.length > 0 ? !close(undefined) : after !== ";") return undefined;
  const last = commands.at(-1);
  return last ? { commands, last: [last], error: undefined } : undefined;
}

function endOfWord(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || code === 38 || code === 59) break;
  }
  return at;
}

/** Undefined where the words are more than a plain command. */
function makeCommand(words: readonly ShellWord[], after: ShellCommand["after"]): ShellCommand | undefined {
  const first = words[0];
  const end = words.at(-1);
  if (!first || !end || syntax.has(first.value) || /[=+]/.test(first.value)) return undefined;
  const inner = unwrap(words);
  const name = words[inner.name];
  if (
    !name ||
    inner.script !== undefined ||
    inner.wrappers.includes("exec") ||
    nestedScriptIndex(words, inner.name) !== undefined
  )
    return undefined;
  return {
    name,
    args: words.slice(inner.name + 1),
    assignments: [],
    redirects: [],
    span: { start: first.span.start, end: end.span.end },
    after,
    wrappers: inner.wrappers,
    user: inner.user,
    failure: "kept",
    context: "main",
  };
}
