import { describe, expect, it } from "vitest";
import { chooseCompatible } from "../../src/fix/conflicts.ts";
import type { Fix, FileOp, Intent } from "../../src/fix/fix.ts";

const fix = (ops: readonly FileOp[], ...intents: Intent[]): { fix: Fix } => ({
  fix: { title: "", safety: "safe", ops, intents, notes: [], secrets: [] },
});
const edit = (start: number, end = start, file = "compose.yaml"): FileOp => ({
  kind: "edit",
  file,
  span: { start, end },
  newText: "x",
});
const key = (path: string): Intent => ({ kind: "compose", deployment: "compose.yaml", path: path.split(".") });
const step: Intent = { kind: "dockerfile", file: "Dockerfile", change: "add", keyword: "RUN", stage: 0 };

const together = (...fixes: { fix: Fix }[]): boolean => chooseCompatible(fixes).waiting.length === 0;

describe("conflicts", () => {
  it("are edits that overlap or touch", () => {
    expect(together(fix([edit(0, 4)], key("a")), fix([edit(2, 6)], key("b")))).toBe(false);
    expect(together(fix([edit(0, 4)], key("a")), fix([edit(4)], key("b")))).toBe(false);
    expect(together(fix([edit(0, 4)], key("a")), fix([edit(5, 6)], key("b")))).toBe(true);
    expect(together(fix([edit(0, 4)], key("a")), fix([edit(2, 6, "other.yaml")], key("b")))).toBe(true);
  });

  it("are no keys that come at one place, unless they are the same or one is in the other", () => {
    expect(together(fix([edit(3)], key("services.web.init")), fix([edit(3)], key("services.web.read_only")))).toBe(true);
    expect(together(fix([edit(3)], key("services.web.user")), fix([edit(3)], key("services.web.user")))).toBe(false);
    expect(
      together(fix([edit(3)], key("services.web.deploy")), fix([edit(9)], key("services.web.deploy.resources.limits"))),
    ).toBe(false);
  });

  it("are instructions that come at one place, and files that are made twice", () => {
    expect(together(fix([edit(3, 3, "Dockerfile")], step), fix([edit(3, 3, "Dockerfile")], step))).toBe(false);
    const create: FileOp = { kind: "create", file: ".dockerignore", text: "", mode: 0o644 };
    expect(together(fix([create]), fix([create]))).toBe(false);
  });

  it("are options of one run line by name", () => {
    const run = (index: number, ...options: string[]): Intent => ({ kind: "run", file: "run.sh", index, options });
    expect(together(fix([edit(3, 3, "run.sh")], run(0, "init")), fix([edit(3, 3, "run.sh")], run(0, "user")))).toBe(true);
    expect(together(fix([edit(3, 3, "run.sh")], run(0, "user")), fix([edit(3, 3, "run.sh")], run(0, "user", "init")))).toBe(
      false,
    );
  });

  it("let the first one through", () => {
    const [a, b, c] = [fix([edit(0, 2)], key("a")), fix([edit(1, 3)], key("b")), fix([edit(5)], key("c"))];
    expect(chooseCompatible([a, b, c])).toEqual({ chosen: [a, c], waiting: [b] });
  });
});
