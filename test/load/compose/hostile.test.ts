import fc from "fast-check";
import { expect, test } from "vitest";
import { loadCompose } from "../../../src/load/compose/load.ts";
import { createMemoryFiles } from "../../../src/load/memory.ts";

async function messages(text: string): Promise<string[]> {
  const project = await loadCompose(createMemoryFiles({ "compose.yaml": text }), ["compose.yaml"]);
  return project.errors.map(({ message }) => message);
}

test("a huge file is refused", async () => {
  expect(await messages("a".repeat(50_000_000))).toEqual(["Cannot read compose.yaml: The file is larger than 4 MB."]);
});

test("bombs, cycles and deep nesting are errors", async () => {
  let bomb = "x-0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (let i = 1; i < 12; i++)
    bomb += `x-${i}: &a${i} [${Array(9)
      .fill(`*a${i - 1}`)
      .join(", ")}]\n`;
  expect(await messages(bomb)).toEqual(["Aliases add more than 100000 values to this file."]);
  expect(await messages("services: {a: &a {b: *a}}")).toEqual(["The alias *a refers to a value that it is part of."]);
  expect(await messages(`a: ${"[".repeat(10_000)}`)).toEqual(["Invalid YAML: The YAML is nested more than 200 levels deep."]);
  expect(await messages(`services: {a: {image: "${"${A:-".repeat(10_000)}"}}`)).toEqual(["Invalid use of $ in this value."]);
});

test("a long chain of extends ends", async () => {
  const services = Array.from({ length: 300 }, (_, i) => `  s${i}: {extends: s${i + 1}}`);
  const found = await messages(`services:\n${services.join("\n")}\n  s300: {image: x}\n`);
  expect(new Set(found)).toEqual(new Set(["The chain of extends is longer than 100."]));
});

test("names of built-in properties are names like others", async () => {
  const text = "services: {__proto__: {image: x, environment: {__proto__: a, constructor: b}}}";
  const project = await loadCompose(createMemoryFiles({ "compose.yaml": text }), ["compose.yaml"]);
  expect(project.services.map(({ name }) => name)).toEqual(["__proto__"]);
});

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom("${X}", "$$", "a=b", "80:80", "./a:/b", "service:a", "b.yaml"),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "source", "target", "file", "service", "path", "test", "limits", "context"), tie("any"), {
      maxKeys: 3,
    }),
  ),
})).any;
const keys =
  `image build user command entrypoint environment env_file healthcheck ports volumes tmpfs devices secrets configs deploy networks
  depends_on extends cap_add labels logging ulimits extra_hosts gpus links network_mode profiles mem_limit cpus stop_grace_period`.split(
    /\s+/,
  );
const service = fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 6 });
const file = fc.record(
  {
    services: fc.oneof(fc.dictionary(fc.constantFrom("a", "b", "c"), fc.oneof(service, value)), value),
    include: value,
    networks: value,
    volumes: value,
    secrets: value,
    configs: value,
  },
  { requiredKeys: [] },
);

test("values of any type at any place never throw", async () => {
  await fc.assert(
    fc.asyncProperty(file, file, async (first, second) => {
      const files = { "compose.yaml": JSON.stringify(first), "b.yaml": JSON.stringify(second) };
      const project = await loadCompose(createMemoryFiles(files), ["compose.yaml", "b.yaml"]);
      for (const { file: name, span } of project.errors) {
        if (span !== undefined) expect(span.end).toBeLessThanOrEqual(project.sources.get(name)?.text.length ?? 0);
      }
    }),
    { numRuns: 2000 },
  );
});

test("any text never throws", async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "services:\n  a:\n    ",
      "image: x\n",
      ": ",
      "- ",
      "\n",
      "  ",
      "{",
      "}",
      "[",
      "]",
      "&a ",
      "*a",
      "<<: ",
      "!reset ",
      "${X",
    ),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
      expect(Array.isArray(await messages(pieces.join("")))).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
