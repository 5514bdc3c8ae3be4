import { spawn } from "node:child_process";
import { chmodSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { randomInt } from "node:crypto";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cli, repository, seaworthy, type Outcome } from "./seaworthy.ts";

const compose = "services:\n  # the site\n  web:\n    image: nginx:1.30\n";
const safe = `${compose}    security_opt:\n      - no-new-privileges:true\n`;

const fix = (cwd: string, ...args: readonly string[]): Outcome => seaworthy(["fix", ...args], { cwd });
const read = (cwd: string, file = "compose.yaml"): string => readFileSync(path.join(cwd, file), "utf8");

describe("seaworthy fix", () => {
  it("shows the diff and writes nothing where nobody is there to ask", () => {
    const cwd = repository({ "compose.yaml": compose });
    const { code, out } = fix(cwd, "--select", "no-new-privileges");
    expect(code).toBe(1);
    expect(out).toBe(
      "--- compose.yaml\n+++ compose.yaml\n@@ -2,3 +2,5 @@\n   # the site\n   web:\n     image: nginx:1.30\n+    security_opt:\n+      - no-new-privileges:true\n\nWould fix 1 finding in 1 file; nothing is written.\n",
    );
    expect(read(cwd)).toBe(compose);
    expect(fix(cwd, "--diff", "--select", "no-new-privileges")).toEqual({ code, out, err: "" });
  });

  it("writes the safe fixes with --yes and is done then", () => {
    const cwd = repository({ "compose.yaml": compose });
    const first = fix(cwd, "--yes");
    expect(first.code).toBe(0);
    expect(first.out).toContain("Fixed 1 finding in 1 file.\n");
    expect(first.out).toMatch(/\n {2}\d+ have fixes that may change how something behaves: --unsafe-fixes\n/);
    expect(read(cwd)).toBe(safe);
    const second = fix(cwd, "--yes");
    expect(second.out).toMatch(/^Nothing can be fixed here\.\n/);
    expect(second.code).toBe(0);
    expect(read(cwd)).toBe(safe);
  });

  it("says above the diff what unsafe fixes may break", () => {
    const cwd = repository({ "compose.yaml": compose });
    const { out } = fix(cwd, "--unsafe-fixes", "--select", "memory-limit");
    expect(out).toMatch(
      /^Fixes that may change how something behaves:\n {2}Limit memory of web to 512m \(a default; nobody measured it\)\n {4}may break: the kernel kills the container when it needs more; 512m is a default; nobody measured it\n\n--- compose\.yaml\n/,
    );
  });

  it("takes limits from the configuration", () => {
    const cwd = repository({ "compose.yaml": compose, ".seaworthy.yaml": "limits: { memory: 96m }\n" });
    const { out } = fix(cwd, "--unsafe-fixes", "--yes", "--select", "memory-limit");
    expect(out).toContain(
      "  Limit memory of web to 96m (from the configuration)\n    may break: the kernel kills the container when it needs more\n",
    );
    expect(read(cwd)).toBe(`${compose}    mem_limit: 96m\n`);
  });

  it("keeps the mode, the link and the line endings of a file", () => {
    const cwd = repository({ "real/stack.yaml": compose.replaceAll("\n", "\r\n") });
    symlinkSync("real/stack.yaml", path.join(cwd, "compose.yaml"));
    chmodSync(path.join(cwd, "real/stack.yaml"), 0o640);
    expect(fix(cwd, "--yes", "compose.yaml").code).toBe(0);
    expect(read(cwd, "real/stack.yaml")).toBe(safe.replaceAll("\n", "\r\n"));
    expect(statSync(path.join(cwd, "real/stack.yaml")).mode & 0o777).toBe(0o640);
    expect(readdirSync(path.join(cwd, "real"))).toEqual(["stack.yaml"]);
  });

  it("masks secrets in the diff", () => {
    const cwd = repository({ "compose.yaml": `${compose}    environment:\n      DB_PASSWORD: hunter2hunter2\n` });
    const { out } = fix(cwd, "--unsafe-fixes");
    expect(out).toContain("DB_PASSWORD: **************");
    expect(out).not.toContain("hunter2");
  });

  it("leaves a file alone that is not UTF-8, and fixes the others", () => {
    const cwd = repository({
      "a/compose.yaml": Buffer.concat([Buffer.from(compose), Buffer.from([0x23, 0xff, 0x0a])]),
      "b/compose.yaml": compose,
    });
    const { out } = fix(cwd, "--yes");
    expect(out).toContain("no-new-privileges: compose.yaml is not UTF-8\n    a/compose.yaml#web\n");
    expect(read(cwd, "b/compose.yaml")).toBe(safe);
    expect(readFileSync(path.join(cwd, "a/compose.yaml")).at(-2)).toBe(0xff);
  });

  it("does not touch what is ignored", () => {
    const cwd = repository({ "compose.yaml": compose.replace("web:", "web: # seaworthy: ignore[no-new-privileges] -- sudo") });
    expect(fix(cwd, "--select", "no-new-privileges")).toEqual({ code: 0, out: "Nothing to fix.\n", err: "" });
  });

  it("says why something is left, and what to do instead", () => {
    const cwd = repository({ "compose.yaml": `${compose}    privileged: true\n` });
    const { out } = fix(cwd, "--yes", "--unsafe-fixes");
    expect(out).toContain(
      "  no-privileged: Take privileged from web and give it only what it needs\n    compose.yaml#web\n      ",
    );
    expect(out).toContain("  drop-capabilities: it is privileged, which gives all capabilities back\n    compose.yaml#web\n");
  });

  it("refuses flags that make no sense", () => {
    const cwd = repository({ "compose.yaml": compose });
    expect(fix(cwd, "--yes", "--diff")).toMatchObject({
      code: 2,
      err: "seaworthy: --yes and --diff contradict each other\n--diff writes nothing.\n",
    });
    expect(fix(cwd, "-")).toMatchObject({ code: 2 });
    expect(seaworthy(["check", "--unsafe-fixes"], { cwd })).toMatchObject({
      code: 2,
      err: "seaworthy: --unsafe-fixes is for --fix\nAdd --fix, or use seaworthy fix.\n",
    });
  });

  it("is what check --fix does before it reports", () => {
    const cwd = repository({ "compose.yaml": compose });
    const { code, out, err } = seaworthy(["check", "--fix", "--format", "json", "--select", "no-new-privileges"], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ findings: [] });
    expect(err).toBe("\nFixed 1 finding in 1 file.\n");
    expect(read(cwd)).toBe(safe);
  });
});

describe("a run that is killed while it writes", () => {
  const count = 120;
  const names = Array.from({ length: count }, (_, index) => `s${index}/compose.yaml`);

  function start(cwd: string): { readonly done: Promise<void>; readonly kill: () => void } {
    const child = spawn(process.execPath, ["--", cli, "fix", "--yes", "--select", "no-new-privileges"], { cwd, stdio: "ignore" });
    return { done: new Promise((resolve) => child.once("close", () => resolve())), kill: () => void child.kill("SIGKILL") };
  }

  const staged = (cwd: string): string[] =>
    readdirSync(cwd, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tmp"));

  // `SEED=… npx vitest run test/cli/fix.test.ts` draws the same moments again.
  const seed = Number(process.env["SEED"] ?? randomInt(2 ** 31));
  const moments = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { numRuns: 20, seed });

  it(
    `leaves every file old or new at twenty random moments, and the next run tidies up (seed ${seed})`,
    { timeout: 120_000 },
    async () => {
      const cwd = repository(Object.fromEntries(names.map((name) => [name, compose])));
      const begin = performance.now();
      await start(cwd).done;
      const whole = performance.now() - begin;
      expect(names.map((name) => read(cwd, name))).toEqual(names.map(() => safe));
      for (const moment of moments) {
        for (const name of names) writeFileSync(path.join(cwd, name), compose);
        const run = start(cwd);
        const timer = setTimeout(run.kill, whole * moment);
        await run.done;
        clearTimeout(timer);
        for (const name of names) expect([compose, safe], `${name}, killed at ${moment} of a run`).toContain(read(cwd, name));
      }
      for (const name of names) writeFileSync(path.join(cwd, name), compose);
      await start(cwd).done;
      expect(staged(cwd)).toEqual([]);
      expect(names.map((name) => read(cwd, name))).toEqual(names.map(() => safe));
    },
  );

  it("never reads what such a run has left", () => {
    const cwd = repository({ "compose.yaml": compose, ".seaworthy-1234567-0.tmp": "services: { web: { privileged: true } }\n" });
    const { out } = seaworthy(["check", "--format", "json", "."], { cwd });
    expect(out).not.toContain(".seaworthy-1234567-0.tmp");
    expect(out).toContain("compose.yaml#web");
  });
});
