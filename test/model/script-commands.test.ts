import { expect, test } from "vitest";
import { scriptCommands } from "../../src/model/script-commands.ts";
import { projectOf } from "../rules/check-example.ts";

test("each build sees its own arguments in the same RUN", async () => {
  const service = (name: string, mode: string): string =>
    `  ${name}:\n    build:\n      context: .\n      args: { MODE: ${mode} }\n`;
  const project = await projectOf({
    "compose.yaml": `services:\n${service("a", "one")}${service("b", "two")}`,
    Dockerfile: "FROM alpine:3.22\nARG MODE\nRUN build --mode $MODE\n",
  });
  const words = project.builds.map(({ target }) =>
    target.steps.flatMap((step) =>
      step.keyword === "RUN" ? scriptCommands(step, target).flatMap(({ args }) => args.map(({ text }) => text)) : [],
    ),
  );
  expect(words).toEqual([
    ["--mode", "one"],
    ["--mode", "two"],
  ]);
});

test("commands are found again after many other stages", async () => {
  const stages = Array.from({ length: 50 }, (_, index) => `FROM alpine:3.22 AS s${index}\nRUN echo ${index}\n`).join("");
  const { builds } = await projectOf({ Dockerfile: stages });
  const read = (): (string | undefined)[] =>
    (builds[0]?.stages ?? []).flatMap((stage) =>
      stage.steps.map((step) => (step.keyword === "RUN" ? scriptCommands(step, stage)[0]?.args[0]?.text : undefined)),
    );
  expect(read()).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
  expect(read()).toEqual(read());
});
