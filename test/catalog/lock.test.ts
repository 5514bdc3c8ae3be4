import { assert, json, jsonValue, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseLock, renderLock } from "../../src/catalog/lock.ts";

const file = "seaworthy.lock";
const lock = (images: unknown): string => JSON.stringify({ schemaVersion: 1, images });

test("reads facts by reference and platform", () => {
  const { lookup, errors } = parseLock(
    lock({
      "acme/app:1": {
        "linux/amd64": { user: "app", digest: `sha256:${"a".repeat(64)}`, health: null },
        "linux/arm64/v8": { user: "arm" },
      },
      "acme/only-arm:1": { "linux/arm64": { user: null } },
    }),
    file,
  );
  expect(errors).toEqual([]);
  expect(lookup("acme/app:1")).toEqual({
    reference: "acme/app:1",
    platform: "linux/amd64",
    source: "lock",
    user: "app",
    digest: `sha256:${"a".repeat(64)}`,
    health: null,
  });
  expect(lookup("acme/app:1", "linux/arm64/v8")?.user).toBe("arm");
  expect(lookup("acme/app:1", "linux/s390x")).toBeUndefined();
  expect(lookup("acme/only-arm:1")?.user).toBeNull();
  expect(lookup("acme/other:1")).toBeUndefined();
});

test("a broken field is reported with its place and left out; the rest counts", () => {
  const { lookup, errors } = parseLock(
    lock({ "acme/app:1": { "linux/amd64": { user: 0, entrypoint: ["/app"], colour: "red", digest: "sha256:x" } } }),
    file,
  );
  expect(errors).toEqual([
    {
      file,
      place: 'images["acme/app:1"]["linux/amd64"].user',
      message: "user must be text or null",
      hint: "correct it, or write the file again with `seaworthy lock`",
    },
    {
      file,
      place: 'images["acme/app:1"]["linux/amd64"].colour',
      message: "colour is not known",
      hint: "a newer seaworthy may have written it: update, or write the file again with `seaworthy lock`",
    },
    {
      file,
      place: 'images["acme/app:1"]["linux/amd64"].digest',
      message: "digest must be a digest such as sha256:…",
      hint: "correct it, or write the file again with `seaworthy lock`",
    },
  ]);
  expect(lookup("acme/app:1")).toEqual({
    reference: "acme/app:1",
    platform: "linux/amd64",
    source: "lock",
    entrypoint: ["/app"],
  });
});

test.each([
  ["[]", "", "the file holds no JSON object"],
  ["", "", "the file is no JSON"],
  ["{}", "schemaVersion", "schemaVersion is missing, not 1"],
  ['{"schemaVersion":2,"images":{}}', "schemaVersion", "schemaVersion is 2, not 1"],
  ['{"schemaVersion":1}', "images", "images is no object"],
  ['{"schemaVersion":1,"images":{},"x":1}', "x", "x is not known"],
  ['{"schemaVersion":1,"images":{"a":1}}', 'images["a"]', "the entry of a is no object"],
  ['{"schemaVersion":1,"images":{"a":{"amd64":{}}}}', 'images["a"]["amd64"]', "amd64 is no platform"],
  ['{"schemaVersion":1,"images":{"a":{"linux/amd64":[]}}}', 'images["a"]["linux/amd64"]', "the facts are no object"],
])("%s is refused", (text, place, message) => {
  const { errors, entries } = parseLock(text, file);
  expect(errors).toMatchObject([{ file, place, message }]);
  expect(entries).toEqual([]);
});

test("a merge conflict names its line", () => {
  const { errors } = parseLock('{\n  "schemaVersion": 1,\n<<<<<<< HEAD\n', file);
  expect(errors).toMatchObject([
    { line: 3, message: "the file is no JSON", hint: "resolve merge conflicts, or write it again with `seaworthy lock`" },
  ]);
});

test("a name of an object's own machinery is no field", () => {
  const { errors, lookup } = parseLock(
    '{"schemaVersion":1,"images":{"a":{"linux/amd64":{"__proto__":{"user":"x"},"constructor":1}}}}',
    file,
  );
  expect(errors.map(({ message }) => message)).toEqual(["__proto__ is not known", "constructor is not known"]);
  expect(lookup("a")?.user).toBeUndefined();
});

test("writes sorted, and the same facts as the same bytes", () => {
  const facts = { source: "engine" as const, evidence: { "*": "image abc" } };
  const entries = [
    {
      reference: "b:1",
      platform: "linux/amd64",
      facts: { ...facts, reference: "b:1", user: null, entrypoint: ["/b"], labels: { z: "1", a: "2" } },
    },
    { reference: "a:1", platform: "linux/arm64", facts: { ...facts, reference: "a:1", user: "1000" } },
    { reference: "a:1", platform: "linux/amd64", facts: { ...facts, reference: "a:1", user: "1000" } },
  ];
  const text = renderLock(entries);
  expect(text).toBe(`{
  "schemaVersion": 1,
  "images": {
    "a:1": {
      "linux/amd64": {
        "user": "1000"
      },
      "linux/arm64": {
        "user": "1000"
      }
    },
    "b:1": {
      "linux/amd64": {
        "entrypoint": [
          "/b"
        ],
        "labels": {
          "a": "2",
          "z": "1"
        },
        "user": null
      }
    }
  }
}
`);
  expect(renderLock([...entries].reverse())).toBe(text);
  const again = parseLock(text, file);
  expect(again.errors).toEqual([]);
  expect(renderLock(again.entries)).toBe(text);
});

test("values of secret variables are not kept", () => {
  const facts = { reference: "a:1", source: "engine" as const, env: ["PATH=/bin", "API_TOKEN=hunter2", "DB_PASSWORD=x=y"] };
  const text = renderLock([{ reference: "a:1", platform: "linux/amd64", facts }]);
  expect(text).not.toContain("hunter2");
  expect(JSON.parse(text).images["a:1"]["linux/amd64"].env).toEqual(["PATH=/bin", "API_TOKEN", "DB_PASSWORD"]);
});

test("any text gives a lock or errors, never an exception", () => {
  assert(
    property(
      oneof(
        string(),
        json(),
        jsonValue().map((images) => lock(images)),
      ),
      (text) => {
        const { errors, entries } = parseLock(text, file);
        expect(Array.isArray(errors) && Array.isArray(entries)).toBe(true);
      },
    ),
  );
});
