// npm run new-rule NAME: starts a rule's file.
import { existsSync, writeFileSync } from "node:fs";

const name = process.argv[2] ?? "";
if (!/^[a-z]+(-[a-z]+)*$/.test(name)) {
  console.error("usage: npm run new-rule NAME, with a NAME such as no-host-network");
  process.exit(2);
}
const file = `src/rules/${name}.ts`;
if (existsSync(file)) {
  console.error(`${file} is there already`);
  process.exit(2);
}
writeFileSync(
  file,
  `import { defineRule, fail, pass } from "./rule.ts";

export default defineRule({
  name: "${name}",
  row: undefined,
  gates: false,
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Say in one line what to do",
    why: "What goes wrong without it.",
    fix: "What to write, and where.",
    derivation: "Attacker: what they must have. Adds: what this line gives them.",
    references: [],
  },
  maps: {},
  check(workload) {
    const { restart } = workload;
    if (restart.state !== "known" || restart.value !== "no") return pass("nothing to say", restart.origin);
    return fail("says what is wrong", [{ message: "One sentence that says what is wrong here.", at: restart.origin }]);
  },
  examples: [
    {
      title: "bad",
      kind: "compose",
      files: { "compose.yaml": "services:\\n  web:\\n    image: nginx:1.27\\n    restart: ⟦\\"no\\"⟧\\n" },
      verdict: "fail",
    },
    {
      title: "good",
      kind: "compose",
      files: { "compose.yaml": "services:\\n  web:\\n    image: nginx:1.27\\n    restart: always\\n" },
      verdict: "pass",
    },
  ],
});
`,
);
console.log(`created ${file}; next: write it, then npm run generate && npx vitest run test/rules`);
