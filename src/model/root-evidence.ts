import type { ShellCommand } from "../parse/shell/tree.ts";
import type { Origin } from "../source/origin.ts";
import { commandsOf } from "./run-commands.ts";
import type { BuildModel } from "./build.ts";

export interface RootEvidence {
  readonly reason: string;
  readonly at: Origin;
}

const needsRoot = new Set(
  "apt apt-get apk yum dnf microdnf zypper pacman tdnf rpm dpkg useradd adduser groupadd addgroup usermod".split(" "),
);
/** What anybody may ask a package manager: `dpkg --print-architecture`, `rpm -qa`, `apk info`. */
const question =
  /^(?:--version|--help|info|list|search|show|policy|--print-[a-z-]+|--(?:list|status|listfiles|search|query|eval|compare-versions))$/;
const shortQuestions: Readonly<Record<string, RegExp>> = {
  dpkg: /^-[lLsSpV]$/,
  rpm: /^-(?:q\w*|E|V\w*)$/,
  pacman: /^-(?:Q\w*|Ss\w*)$/,
};

/** A RUN that only root can do, without a USER before it, shows that a base nobody knows is root. */
export function rootEvidence(build: BuildModel): RootEvidence | undefined {
  for (const stage of build.chain.toReversed()) {
    for (const step of stage.steps) {
      if (step.keyword === "USER") return undefined;
      if (step.keyword !== "RUN") continue;
      for (const command of commandsOf(step, stage)) {
        const name = onlyForRoot(command);
        if (name !== undefined) {
          return {
            reason: `RUN ${name} works only as root`,
            at: { file: build.dockerfile, span: command.span, how: "literal", via: [] },
          };
        }
      }
    }
  }
  return undefined;
}

function onlyForRoot(command: ShellCommand): string | undefined {
  const name = command.name?.value.split("/").at(-1) ?? "";
  if (command.user !== undefined || command.wrappers.some((wrapper) => wrapper === "sudo" || wrapper === "doas"))
    return undefined;
  // A failure that is caught shows nothing.
  if (command.failure === "ignored" || command.failure === "handled") return undefined;
  if (name === "chown") return givesAway(command) ? name : undefined;
  if (!needsRoot.has(name)) return undefined;
  const asks = command.args.some(({ value }) => question.test(value) || shortQuestions[name]?.test(value) === true);
  return asks ? undefined : name;
}

/** `chown -R app:app /srv` gives files to another user; `chown :app` and `chown $USER` need not. */
function givesAway({ args }: ShellCommand): boolean {
  const owner = args.find((word) => !word.value.startsWith("-"));
  return owner !== undefined && /^[\w.-]+(?::|$)/.test(owner.value) && !args.some((word) => word.value.startsWith("--reference"));
}
