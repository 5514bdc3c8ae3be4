import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runRules } from "../../src/engine/run.ts";
import { failAt, fakeFile, fakeProject, fakeRule, fakeService, fakeWorkload, options, place, result } from "./fake.ts";
import { parseDockerfile } from "../../src/parse/dockerfile/parse.ts";

const lines = [
  "services:",
  "  web:",
  "    image: x:latest",
  "    volumes:",
  "      - /a:/a",
  "  api:",
  "    image: x:latest",
  "x-common:",
  "  a: /a:/a",
  "",
];

function fingerprints(text: string, path = "compose.yaml"): string[] {
  const file = fakeFile(path, text);
  const workload = fakeService(file, "web");
  const rules = [
    failAt("tag", [place(file, "x:latest"), place(file, "x:latest", 1)]),
    failAt("mount", [place(file, "/a:/a"), place(file, "/a:/a", 1)]),
    failAt("absent", [workload.anchor]),
  ];
  const { findings } = runRules(fakeProject([file], [workload]), rules, options);
  return findings.map((finding) => `${finding.rule} ${finding.fingerprint}`).sort();
}

describe("fingerprints", () => {
  const original = fingerprints(lines.join("\n"));

  it("are pinned: another version must not rename what is in a baseline", () => {
    expect(original).toEqual([
      "absent 1b869d408797b147",
      "mount 255e413ffbfa9382",
      "mount 68683a16cb42efa4",
      "tag 40ccff4187fea2bd",
      "tag 6dd8d342fb73afb3",
    ]);
  });

  it("differ for two findings with the same text in two services", () => {
    expect(new Set(original).size).toBe(5);
  });

  it("stay when lines are put in anywhere", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(lines.length - 1), fc.constantFrom("", "# a comment", "    # x: y", "  ")), { maxLength: 8 }),
        (inserted) => {
          const changed = [...lines];
          for (const [at, line] of inserted) changed.splice(at, 0, line);
          expect(fingerprints(changed.join("\n"))).toEqual(original);
          expect(fingerprints(changed.join("\r\n"))).toEqual(original);
        },
      ),
    );
  });

  it("change with the path, the service and the text", () => {
    const text = lines.join("\n");
    expect(fingerprints(text, "other/compose.yaml").some((one) => original.includes(one))).toBe(false);
    const renamed = fingerprints(text.replace("  api:", "  backend:"));
    expect(renamed.filter((one) => !original.includes(one)).map((one) => one.split(" ")[0])).toEqual(["tag"]);
  });
});

describe("fingerprints in a Dockerfile", () => {
  function run(text: string): string[] {
    const file = fakeFile("Dockerfile", text);
    const tree = parseDockerfile(text);
    const from = tree.stages.at(-1)?.from.span ?? { start: 0, end: 0 };
    const anchor = { file: "Dockerfile", span: from, how: "default" as const, via: [] };
    const rule = fakeRule("sudo", () => {
      const found = [...text.matchAll(/sudo\s+x/g)].map((match) => ({
        message: "m",
        at: { ...anchor, span: { start: match.index, end: match.index + match[0].length } },
      }));
      return result("fail", "x", [...found, { message: "absent", at: anchor }]);
    });
    const project = fakeProject([file], [fakeWorkload(anchor, { kind: "dockerfile" })]);
    const loaded = { ...project.loaded, dockerfiles: new Map([["Dockerfile", tree]]) };
    return runRules({ ...project, loaded }, [rule], options).findings.map(({ fingerprint }) => fingerprint);
  }
  it("number what is the same in one stage, tell stages apart, and leave the base image out of what is absent", () => {
    const one = run("FROM a AS build\nRUN sudo x\nRUN sudo x\nFROM b\nRUN sudo x\n");
    expect(new Set(one).size).toBe(4);
    expect(run("FROM a2 AS build\nRUN sudo  x\nUSER y\nRUN sudo x\n\nFROM b2\nRUN sudo x\n")).toEqual(one);
  });
});
