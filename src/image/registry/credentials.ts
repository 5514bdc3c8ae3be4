import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { errorCode } from "../../host/error-code.ts";
import type { Environment } from "../../host/terminal.ts";
import { isObject, objectAt, textAt, type JsonObject } from "../../util/json.ts";
import { ImageError } from "../image-error.ts";

export type Credentials =
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  /** Exchanged for an access token. */
  | { readonly kind: "identity"; readonly token: string };

/** What Docker's own configuration knows for a registry: a helper's answer, or what `docker login` wrote. */
export async function findCredentials(key: string, environment: Environment): Promise<Credentials | undefined> {
  const config = readDockerConfig(environment);
  if (config === undefined) return undefined;
  for (const name of namesOf(key)) {
    const helper = textAt(objectAt(config, "credHelpers"), name) ?? textAt(config, "credsStore");
    if (helper !== undefined && helper !== "") {
      const found = await askHelper(helper, name, environment);
      if (found) return found;
    }
    const entry = objectAt(config, "auths")[name];
    const stored = isObject(entry) ? storedCredentials(entry) : undefined;
    if (stored) return stored;
  }
  return undefined;
}

/** Some versions of `docker login` kept the scheme. */
function namesOf(key: string): string[] {
  return key.startsWith("https://")
    ? [key]
    : [key, `https://${key}`, `http://${key}`, `https://${key}/v1/`, `https://${key}/v2/`];
}

function readDockerConfig(environment: Environment): JsonObject | undefined {
  const home = environment["HOME"] ?? environment["USERPROFILE"];
  const folder = environment["DOCKER_CONFIG"] ?? (home === undefined ? undefined : path.join(home, ".docker"));
  if (folder === undefined || folder === "") return undefined;
  const file = path.join(folder, "config.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw new ImageError("denied", `${file} cannot be read`, "Registries may need what it holds: check its permissions.");
  }
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    throw new ImageError("corrupt", `${file} is no JSON`, "Registries may need what it holds: correct it, or log in again.");
  }
}

function storedCredentials(entry: JsonObject): Credentials | undefined {
  const token = textAt(entry, "identitytoken");
  if (token !== undefined && token !== "") return { kind: "identity", token };
  const pair = Buffer.from(textAt(entry, "auth") ?? "", "base64").toString("utf8");
  const colon = pair.indexOf(":");
  if (colon > 0) return { kind: "password", user: pair.slice(0, colon), password: pair.slice(colon + 1).replace(/\0+$/, "") };
  const user = textAt(entry, "username");
  const password = textAt(entry, "password");
  return user !== undefined && password !== undefined ? { kind: "password", user, password } : undefined;
}

/** `docker-credential-NAME get` reads the registry on standard input and answers in JSON. */
function askHelper(helper: string, registry: string, environment: Environment): Promise<Credentials | undefined> {
  if (!/^[\w.-]+$/.test(helper))
    throw new ImageError("corrupt", "Docker's configuration names a credential helper that is no name");
  return new Promise((resolve, reject) => {
    const child = execFile(
      `docker-credential-${helper}`,
      ["get"],
      { env: definedOnly(environment), timeout: 20_000, maxBuffer: 1024 * 1024 },
      (error, output) => {
        if (!error) return resolve(helperAnswer(output));
        // A helper that has nothing says so and fails; one that is missing is a mistake in the configuration.
        if (errorCode(error) !== "ENOENT") return resolve(undefined);
        reject(
          new ImageError(
            "denied",
            `the credential helper docker-credential-${helper} is not installed`,
            "Install it, or take it out of Docker's config.json.",
          ),
        );
      },
    );
    child.stdin?.on("error", () => {});
    child.stdin?.end(registry);
  });
}

function helperAnswer(output: string): Credentials | undefined {
  try {
    const value: unknown = JSON.parse(output);
    const user = textAt(value, "Username");
    const password = textAt(value, "Secret");
    if (user === undefined || password === undefined || password === "") return undefined;
    return user === "<token>" ? { kind: "identity", token: password } : { kind: "password", user, password };
  } catch {
    return undefined;
  }
}

function definedOnly(environment: Environment): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) defined[name] = value;
  return defined;
}
