import { expect, test } from "vitest";
import { KNOWN_IMAGES } from "../../src/catalog/known-images.ts";
import { checkFacts } from "../../src/catalog/lock-fields.ts";
import { isObject } from "../../src/util/json.ts";

const lines = KNOWN_IMAGES.split("\n").filter((line) => line !== "");
const keyOf = (line: string): string => line.slice(0, line.indexOf(" | "));

/** Fields of an entry that are not facts themselves but lead to them. */
const SELECTORS = new Set(["caps", "byTag", "byName", "smallTags", "unknown", "distribution", "startFor"]);

function problems(place: string, entry: unknown): string[] {
  if (!isObject(entry)) return [`${place}: no object`];
  const found: string[] = [];
  const plain = Object.fromEntries(Object.entries(entry).filter(([field]) => !SELECTORS.has(field)));
  checkFacts(plain, (field, message) => found.push(`${place}.${field}: ${message}`));
  for (const selector of ["byTag", "byName"]) {
    const variants = entry[selector];
    if (isObject(variants))
      for (const [glob, variant] of Object.entries(variants)) found.push(...problems(`${place}.${selector}.${glob}`, variant));
  }
  return found;
}

test("every line is a name and an object of known fields", () => {
  expect(lines.length).toBeGreaterThan(300);
  expect(lines.flatMap((line) => problems(keyOf(line), JSON.parse(line.slice(line.indexOf(" | ") + 3))))).toEqual([]);
});

test("every entry says where its facts come from", () => {
  for (const line of lines) {
    const entry: unknown = JSON.parse(line.slice(line.indexOf(" | ") + 3));
    const evidence = isObject(entry) && isObject(entry["evidence"]) ? entry["evidence"]["*"] : undefined;
    expect(evidence, keyOf(line)).toMatch(/^(?:read |measured|general)/);
  }
});

test("the lines are sorted, so that a change is a small diff", () => {
  const names = lines.map((line) => keyOf(line).replace(/^~/, "").split(" ")[0] ?? "");
  expect(names).toEqual([...names].sort());
});

test("no two lines claim the same name and tags", () => {
  const seen = new Set<string>();
  for (const line of lines) {
    const words = keyOf(line).split(" ");
    const tags = words.filter((word) => word.startsWith("@")).join(" ");
    for (const name of words.filter((word) => !word.startsWith("@"))) {
      const key = `${name} ${tags}`;
      expect(seen.has(key), key).toBe(false);
      seen.add(key);
    }
  }
});

test("names are lower case and without what stands for Docker Hub", () => {
  for (const line of lines)
    for (const word of keyOf(line).split(" ")) expect(word).not.toMatch(/^~?(?:docker\.io|library)\/|[A-Z]/);
});

test("a web server that serves what somebody gave it is healthy when it answers at all", () => {
  for (const name of ["nginx joxit/docker-registry-ui", "httpd"]) {
    const line = lines.find((line) => keyOf(line) === name) ?? "";
    expect(line, name).not.toMatch(/curl","-fsS|wget","-q","--spider|grep -q '200'/);
    expect(line, name).toContain("grep -q HTTP/");
  }
});
