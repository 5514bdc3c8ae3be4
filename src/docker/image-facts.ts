import type { ImageFacts, ImageUser } from "../catalog/image-facts.ts";
import { isObject, numberAt, objectAt, textAt, textsAt } from "../util/json.ts";

/** Facts from the engine's JSON on an image: what its configuration says, nothing guessed. */
export function imageFactsOf(reference: string, image: unknown): ImageFacts {
  const config = objectAt(image, "Config");
  const user = textAt(config, "User") ?? "";
  const digest = repositoryDigest(reference, textsAt(image, "RepoDigests") ?? []);
  const shell = textsAt(config, "Shell");
  const bytes = numberAt(image, "Size");
  const stopSignal = textAt(config, "StopSignal");
  const workdir = textAt(config, "WorkingDir");
  return {
    reference,
    source: "engine",
    ...(digest === undefined ? {} : { digest }),
    platform: platformOf(image),
    user: user === "" ? null : user,
    ...(user === "" ? {} : { account: accountOf(user) }),
    ...(isRootUser(user) ? {} : { start: "non-root" as const }),
    entrypoint: commandOf(textsAt(config, "Entrypoint")),
    command: commandOf(textsAt(config, "Cmd")),
    ...(shell === undefined || shell.length === 0 ? {} : { shell }),
    health: healthOf(config["Healthcheck"]),
    volumes: Object.keys(objectAt(config, "Volumes")).sort(),
    ports: Object.keys(objectAt(config, "ExposedPorts"))
      .map((port) => port.replace(/\/tcp$/, ""))
      .sort(),
    env: textsAt(config, "Env") ?? [],
    labels: labelsOf(objectAt(config, "Labels")),
    ...(workdir === undefined || workdir === "" ? {} : { workdir }),
    ...(stopSignal === undefined || stopSignal === "" ? {} : { stopSignal }),
    ...(bytes === undefined ? {} : { bytes }),
    evidence: { "*": `image ${(textAt(image, "Id") ?? "").replace(/^sha256:/, "").slice(0, 12)} of the local engine` },
  };
}

function platformOf(image: unknown): string {
  const parts = [textAt(image, "Os") ?? "linux", textAt(image, "Architecture") ?? "unknown", textAt(image, "Variant") ?? ""];
  return parts.filter((part) => part !== "").join("/");
}

/** The digest under which the repository of this reference knows the image, not that of another repository it was pushed to. */
function repositoryDigest(reference: string, digests: readonly string[]): string | undefined {
  const pairs = digests.map((text) => text.split("@")).filter(([name]) => name !== undefined && name !== "<none>");
  const at = reference.indexOf("@");
  const tagged = at < 0 ? reference : reference.slice(0, at);
  const colon = tagged.indexOf(":", tagged.lastIndexOf("/") + 1);
  const name = canonical(colon < 0 ? tagged : tagged.slice(0, colon));
  return pairs.find(([repository]) => canonical(repository ?? "") === name)?.[1];
}

function canonical(name: string): string {
  return name.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
}

function accountOf(user: string): ImageUser {
  const [name = "", group] = user.split(":");
  return {
    ...(/^\d+$/.test(name) ? { uid: Number(name) } : { name }),
    ...(group === undefined || group === "" ? {} : /^\d+$/.test(group) ? { gid: Number(group) } : { group }),
  };
}

function isRootUser(user: string): boolean {
  return /^(?:|root|\+?0+)(?::.*)?$/.test(user);
}

function commandOf(words: readonly string[] | undefined): readonly string[] | null {
  return words === undefined || words.length === 0 ? null : words;
}

function healthOf(value: unknown): readonly string[] | null {
  const test = isObject(value) ? textsAt(value, "Test") : undefined;
  return test === undefined || test.length === 0 || test[0] === "NONE" ? null : test;
}

function labelsOf(labels: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const found: [string, string][] = [];
  for (const name of Object.keys(labels).sort()) {
    const value = labels[name];
    if (typeof value === "string") found.push([name, value]);
  }
  return Object.fromEntries(found);
}
