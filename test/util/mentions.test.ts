import { expect, it } from "vitest";
import { mentions, readsVariable } from "../../src/util/mentions.ts";

it("finds a name as a whole word, whatever it is made of", () => {
  expect(mentions("curl -H $TOKEN x", "TOKEN")).toBe(true);
  expect(mentions("curl -H $MY_TOKEN x", "TOKEN")).toBe(false);
  expect(mentions("a TOKEN( b", "TOKEN(")).toBe(true);
  expect(mentions("a TOKEN b", "TOKEN(")).toBe(false);
  expect(mentions("a.b", "a*b")).toBe(false);
  expect(mentions("[x", "[x")).toBe(true);
});

it("tells what a shell reads", () => {
  expect(readsVariable("echo ${TOKEN:-}", "TOKEN")).toBe(true);
  expect(readsVariable("echo $TOKEN", "TOKEN")).toBe(true);
  expect(readsVariable("echo $TOKENS", "TOKEN")).toBe(false);
  expect(readsVariable("echo TOKEN", "TOKEN")).toBe(false);
  expect(readsVariable("echo $TOKEN[", "TOKEN[")).toBe(true);
});
