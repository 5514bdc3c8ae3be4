import { describe, expect, test } from "vitest";
import { loadCompose } from "../../../src/load/compose/load.ts";
import type { ComposeOptions } from "../../../src/load/compose/load.ts";
import type { ComposeProject } from "../../../src/load/compose/project.ts";
import { createMemoryFiles } from "../../../src/load/memory.ts";
import type { MapEntry, Value } from "../../../src/parse/compose/value.ts";
import type { Origin } from "../../../src/source/origin.ts";

type Files = Readonly<Record<string, string>>;

function load(files: Files, names: readonly string[] = ["compose.yaml"], options: ComposeOptions = {}): Promise<ComposeProject> {
  return loadCompose(createMemoryFiles(files), names, options);
}

function entryOf(project: ComposeProject, service: string, ...path: string[]): MapEntry {
  let value: Value | undefined = project.services.find(({ name }) => name === service)?.value;
  let entry: MapEntry | undefined;
  for (const key of path) {
    if (value?.type === "list") {
      value = value.items[Number(key)];
      continue;
    }
    entry = value?.type === "map" ? value.entries.get(key) : undefined;
    value = entry?.value;
  }
  if (entry === undefined || value === undefined) throw new Error(`nothing at ${service}.${path.join(".")}`);
  return { ...entry, value };
}

/** `file:text` of an origin. */
function place(project: ComposeProject, { file, span }: Origin): string {
  return `${file}:${project.sources.get(file)?.text.slice(span.start, span.end) ?? "?"}`;
}

function chain(project: ComposeProject, service: string, ...path: string[]): string[] {
  const { origin } = entryOf(project, service, ...path).value;
  return [origin.how, place(project, origin), ...origin.via.map((step) => place(project, step))];
}

function problems(project: ComposeProject): string[] {
  return project.errors.map(({ file, span, message }) => {
    const text = span === undefined ? "" : (project.sources.get(file)?.text.slice(span.start, span.end) ?? "");
    return `${file}:${text}: ${message}`;
  });
}

describe("origins", () => {
  test("keys and values of list items have their own part of the token", async () => {
    const project = await load({
      "compose.yaml":
        "services:\n  web:\n    image: \"nginx:1\" # c\n    environment:\n      - MODE=prod\n      - 'QUOTED=a b'\n",
    });
    expect(chain(project, "web", "image")).toEqual(["literal", 'compose.yaml:"nginx:1"']);
    const mode = entryOf(project, "web", "environment", "MODE");
    expect([place(project, mode.keyOrigin), place(project, mode.value.origin)]).toEqual([
      "compose.yaml:MODE",
      "compose.yaml:prod",
    ]);
    const quoted = entryOf(project, "web", "environment", "QUOTED");
    expect([place(project, quoted.keyOrigin), place(project, quoted.value.origin)]).toEqual([
      "compose.yaml:QUOTED",
      "compose.yaml:a b",
    ]);
    expect(place(project, project.services[0]?.keyOrigin ?? mode.keyOrigin)).toBe("compose.yaml:web");
  });

  test("an override keeps what it replaced", async () => {
    const project = await load(
      {
        "a.yaml": "services: {web: {user: root, environment: {A: one}}}",
        "b.yaml": "services: {web: {user: '1000', environment: [A=two]}}",
      },
      ["a.yaml", "b.yaml"],
    );
    expect(chain(project, "web", "user")).toEqual(["merged", "b.yaml:'1000'", "a.yaml:root"]);
    expect(chain(project, "web", "environment", "A")).toEqual(["merged", "b.yaml:two", "a.yaml:one"]);
  });

  test("extends, include, .env and env_file are in the chain", async () => {
    const project = await load({
      "compose.yaml":
        "include: [in.yaml]\nservices:\n  web:\n    extends: {file: base/b.yaml, service: app}\n    env_file: e.env\n",
      "base/b.yaml": "services: {app: {image: 'x:${TAG}', env_file: b.env}}",
      "base/b.env": "K=base\n",
      "in.yaml": "services: {db: {image: db:1}}",
      ".env": "TAG=7\n",
      "e.env": "K=web\nL=2\n",
    });
    expect(problems(project)).toEqual([]);
    expect(chain(project, "web", "image")).toEqual([
      "interpolated",
      "base/b.yaml:'x:${TAG}'",
      ".env:7",
      "compose.yaml:{file: base/b.yaml, service: app}",
    ]);
    expect(chain(project, "db", "image")).toEqual(["literal", "in.yaml:db:1", "compose.yaml:in.yaml"]);
    expect(chain(project, "web", "environment", "K")).toEqual(["merged", "e.env:web", "compose.yaml:e.env", "base/b.env:base"]);
    expect(place(project, entryOf(project, "web", "environment", "L").keyOrigin)).toBe("e.env:L");
    expect(new Set(project.allFiles)).toEqual(new Set(["compose.yaml", ".env", "in.yaml", "base/b.yaml", "base/b.env", "e.env"]));
  });

  test("what Compose adds is told apart", async () => {
    const project = await load({ "compose.yaml": "services: {web: {build: ./app}}" });
    expect(chain(project, "web", "build", "context")).toEqual(["literal", "compose.yaml:./app"]);
    expect(entryOf(project, "web", "build", "dockerfile").value.origin.how).toBe("default");
  });
});

describe("what is not known", () => {
  test("unset variables in short forms touch only their part", async () => {
    const project = await load({
      "compose.yaml":
        "services:\n  web:\n    image: r/${I}:1\n    ports: ['${P}:80']\n    volumes: ['${SRC}:/data:ro', '/a:/${T}']\n    environment: ['K=${V}', 'L=1']\n",
    });
    const known = (...path: string[]): unknown => {
      const { value } = entryOf(project, "web", ...path);
      return value.type === "scalar" ? [value.text, value.unresolved] : value.type;
    };
    expect(known("image")).toEqual(["r/:1", ["I"]]);
    expect(known("ports", "0", "published")).toEqual(["", ["P"]]);
    expect(known("ports", "0", "target")).toEqual(["80", []]);
    expect(known("volumes", "0", "type")).toEqual(["volume", ["SRC"]]);
    expect(known("volumes", "0", "source")).toEqual(["", ["SRC"]]);
    expect(known("volumes", "0", "target")).toEqual(["/data", []]);
    expect(known("volumes", "0", "read_only")).toEqual(["true", []]);
    expect(known("volumes", "1", "source")).toEqual(["/a", []]);
    expect(known("volumes", "1", "target")).toEqual(["/", ["T"]]);
    expect(known("environment", "K")).toEqual(["", ["V"]]);
    expect(known("environment", "L")).toEqual(["1", []]);
    expect(problems(project)).toEqual([]);
    expect(project.gaps.map(({ reason }) => reason)).toContain("The variable SRC has no default and is not set.");
  });

  test("a missing env file leaves the environment incomplete, an optional one too", async () => {
    const project = await load({
      "compose.yaml":
        "services:\n  a: {image: x, env_file: none.env}\n  b: {image: x, env_file: [{path: none.env, required: false}]}\n",
    });
    expect(project.services.map(({ environmentComplete, environmentGap }) => [environmentComplete, environmentGap])).toEqual([
      [false, "The env file none.env is not read: does not exist"],
      [false, "The env file none.env is optional and not here."],
    ]);
    expect(project.gaps.map(({ origin, reason }) => `${place(project, origin)} ${reason}`)).toEqual([
      "compose.yaml:none.env The env file none.env is not read: does not exist",
      "compose.yaml:none.env The env file none.env is optional and not here.",
    ]);
    expect(project.errors).toEqual([]);
  });

  test("the process environment counts only where it is given, and before .env", async () => {
    const files = { "compose.yaml": "services: {a: {image: 'x:${TAG}', environment: [TOKEN]}}", ".env": "TAG=1" };
    const text = (project: ComposeProject, ...path: string[]): unknown => {
      const { value } = entryOf(project, "a", ...path);
      return value.type === "scalar" ? value.value : undefined;
    };
    const alone = await load(files);
    expect([text(alone, "image"), text(alone, "environment", "TOKEN")]).toEqual(["x:1", null]);
    const given = await load(files, ["compose.yaml"], {
      environment: new Map([
        ["TAG", "2"],
        ["TOKEN", "t"],
      ]),
    });
    expect([text(given, "image"), text(given, "environment", "TOKEN")]).toEqual(["x:2", "t"]);
    const named = await load({ ...files, "p.env": "TAG=3" }, ["compose.yaml"], { envFiles: ["p.env"] });
    expect(text(named, "image")).toBe("x:3");
  });

  test("version 1, remote includes, unknown keys and empty files are gaps", async () => {
    const reasons = async (text: string): Promise<string[]> =>
      (await load({ "compose.yaml": text })).gaps.map(({ reason }) => reason);
    expect(await reasons("web:\n  image: x\n")).toEqual([
      "This is a Compose file of version 1, which is not read: its services stand at the top.",
    ]);
    expect(await reasons("include: ['https://example.com/c.yaml']\nservices: {}")).toEqual([
      "This include is not in the repository.",
    ]);
    expect(await reasons("sevices: {}\nservices: {a: {image: x, dependson: b}}")).toEqual([
      "Compose does not know the key sevices and refuses the file.",
      "Compose does not know the key dependson of the service a and refuses the file.",
    ]);
    expect(await reasons("# nothing\n")).toEqual(["This Compose file is empty."]);
  });
});

test("roles: profiles and who waits for whom", async () => {
  const project = await load({
    "compose.yaml":
      "services:\n  web: {image: x, depends_on: {migrate: {condition: service_completed_successfully}}}\n  migrate: {image: x, profiles: [ops]}\n",
  });
  expect(project.services.map(({ name, profiles, awaitedBy }) => [name, profiles, awaitedBy])).toEqual([
    ["web", [], []],
    ["migrate", ["ops"], ["web"]],
  ]);
});

describe("errors tell the place", () => {
  test.each<[string, Files, string[]]>([
    ["missing file", {}, ["compose.yaml:: Cannot read compose.yaml: does not exist"]],
    ["syntax", { "compose.yaml": "services:\n\ta: b" }, ["compose.yaml:\t: Invalid YAML: A tab cannot indent YAML."]],
    ["not a mapping", { "compose.yaml": "- a" }, ["compose.yaml:- a: A Compose file must be a mapping."]],
    ["services", { "compose.yaml": "services: [a]" }, ["compose.yaml:[a]: services must be a mapping."]],
    ["port", { "compose.yaml": "services: {a: {ports: ['x:80']}}" }, ["compose.yaml:'x:80': This is no valid port."]],
    ["volume", { "compose.yaml": "services: {a: {volumes: ['aa::b']}}" }, ["compose.yaml:'aa::b': This is no valid volume."]],
    [
      "include",
      { "compose.yaml": "include: [gone.yaml]\nservices: {a: {image: x}}" },
      ["compose.yaml:gone.yaml: Cannot read gone.yaml: does not exist"],
    ],
    [
      "include cycle",
      { "compose.yaml": "include: [b.yaml]", "b.yaml": "include: [compose.yaml]" },
      ["b.yaml:compose.yaml: The chain of include is a circle: compose.yaml → b.yaml → compose.yaml."],
    ],
    [
      "extends of a missing service",
      { "compose.yaml": "services: {a: {extends: nope}}" },
      ["compose.yaml:nope: The service nope that a extends is not in compose.yaml."],
    ],
    [
      "extends cycle",
      {
        "compose.yaml": "services: {a: {extends: {file: b.yaml, service: b}}}",
        "b.yaml": "services: {b: {extends: {file: compose.yaml, service: a}}}",
      },
      ["b.yaml:{file: compose.yaml, service: a}: The chain of extends is a circle: compose.yaml#a → b.yaml#b → compose.yaml#a."],
    ],
    [
      "paths that lead out",
      { "compose.yaml": "services: {a: {image: x, extends: {file: ../../c.yaml, service: q}}}" },
      ["compose.yaml:../../c.yaml: Cannot read ../../c.yaml: The path leads out of the repository."],
    ],
  ])("%s", async (_name, files, messages) => {
    expect(problems(await load(files))).toEqual(messages);
  });

  test("a service whose extends cannot be followed says so", async () => {
    const project = await load({ "compose.yaml": "services: {a: {image: x, extends: nope}}" });
    expect(project.services[0]?.value.entries.has("extends")).toBe(true);
  });

  test("the other services are still there", async () => {
    const project = await load({ "compose.yaml": "services: {a: {image: x, ports: ['x:1']}, b: {image: y}}" });
    expect(project.services.map(({ name }) => name)).toEqual(["a", "b"]);
  });
});
