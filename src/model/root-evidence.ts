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

/** A RUN that only root can do, without a USER before it, shows that a base nobody knows is root. */
export function rootEvidence(build: BuildModel): RootEvidence | undefined {
  for (const stage of build.chain.toReversed()) {
    for (const step of stage.steps) {
      if (step.keyword === "USER") return undefined;
      if (step.keyword !== "RUN") continue;
      for (const command of commandsOf(step, stage)) {
        const name = command.name?.value.split("/").at(-1) ?? "";
        const asOther =
          command.wrappers.some((wrapper) => wrapper === "sudo" || wrapper === "doas") || command.user !== undefined;
        if (asOther) continue;
        const chown = name === "chown" && !command.args[0]?.value.startsWith("-");
        if (needsRoot.has(name) || chown) {
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
