import type { RoleGuess } from "../../model/role.ts";
import type { ImageConfig } from "../image-config.ts";

const SHELLS = /^(?:.*\/)?(?:(?:ba|da|a|z|k)?sh|node|python[\d.]*|irb|ruby|php|perl|lua|jshell|iex|erl|ghci|julia|R)$/;
const HANDS_ON = /(?:^|\/)(?:docker-(?:php-)?)?entrypoint(?:\.sh)?$|__cacert_entrypoint\.sh$/;

/** An image whose command is a bare shell or interpreter is there to be built on. */
export function imageRole({ entrypoint, command }: Pick<ImageConfig, "entrypoint" | "command">): RoleGuess {
  const production: RoleGuess = { role: "production", reason: "nothing says otherwise" };
  const [first, ...rest] = command;
  const handsOn = entrypoint.length === 0 || (entrypoint.length === 1 && HANDS_ON.test(entrypoint[0] ?? ""));
  if (!handsOn) return production;
  if (first === undefined)
    return entrypoint.length === 0 ? { role: "base", reason: "it has no command: it is there to be built on" } : production;
  const plain = rest.every((word) => /^(?:-i|-l|--login|-a)$/.test(word));
  return plain && SHELLS.test(first)
    ? { role: "base", reason: `its command is ${first} alone: it is there to be built on` }
    : production;
}
