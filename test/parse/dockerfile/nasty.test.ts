import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../../src/parse/dockerfile/parse.ts";
import { nastyTexts } from "./nasty-texts.ts";
import { comparable, type OracleAnswer, shapeOf } from "./oracle-shape.ts";

const expected: Record<string, OracleAnswer> = JSON.parse(readFileSync(new URL("nasty-expected.json", import.meta.url), "utf8"));

describe("edges of the language: the answer is BuildKit's", () => {
  it("has an expected answer for every text", () => {
    expect(Object.keys(expected)).toEqual(Object.keys(nastyTexts));
  });

  it.each(Object.entries(nastyTexts))("%s", (name, text) => {
    const answer = expected[name];
    if (!answer) throw new Error("no answer");
    expect(comparable(shapeOf(parseDockerfile(text), text), answer)).toEqual(answer);
  });
});
