import type { Environment } from "../../host/terminal.ts";
import { textAt } from "../../util/json.ts";
import { ImageError } from "../image-error.ts";
import { readChallenge, type Challenge } from "./challenge.ts";
import { findCredentials, type Credentials } from "./credentials.ts";
import { readBody, send, type HttpRequest } from "./http.ts";
import { isLoopback, type RegistryName } from "./name.ts";
import { retryAfter, RetryError } from "./retry.ts";

const MAX_BYTES = 1024 * 1024;

/** The header that answers a registry's challenge; undefined where it wants credentials and there are none. */
export async function authorize(
  header: string,
  name: RegistryName,
  environment: Environment,
  idleMs: number,
): Promise<string | undefined> {
  const challenge = readChallenge(header);
  if (!challenge) return undefined;
  const credentials = await findCredentials(name.credentialKey, environment);
  if (challenge.scheme === "basic")
    return credentials?.kind === "password" ? basic(credentials.user, credentials.password) : undefined;
  return `Bearer ${await fetchToken(challenge, name, credentials, { idleMs, environment })}`;
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

async function fetchToken(
  { parameters }: Challenge,
  name: RegistryName,
  credentials: Credentials | undefined,
  how: Pick<HttpRequest, "idleMs" | "environment">,
): Promise<string> {
  const address = parameters.get("realm") ?? "";
  const realm = URL.canParse(address) ? new URL(address) : undefined;
  // Credentials go there: only over TLS, but for a registry on this very machine.
  if (!realm || (realm.protocol !== "https:" && !(realm.protocol === "http:" && isLoopback(name.host) && isLoopback(realm.host))))
    throw new ImageError("denied", `the registry at ${name.host} names no safe place to log in`, "Its answer is not trusted.");
  const service = parameters.get("service") ?? "";
  const scope = `repository:${name.repository}:pull`;
  const response =
    credentials?.kind === "identity"
      ? await send({
          url: realm,
          method: "POST",
          headers: { "Content-Type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({
            grant_type: "refresh_token",
            service,
            scope,
            client_id: "seaworthy",
            refresh_token: credentials.token,
          }).toString(),
          ...how,
        })
      : await send({
          url: withQuery(realm, service, scope),
          method: "GET",
          headers: credentials ? { Authorization: basic(credentials.user, credentials.password) } : {},
          ...how,
        });
  const body = await readBody(response, MAX_BYTES, "the answer to a login");
  const status = response.statusCode ?? 0;
  if (status >= 500 || status === 429) {
    const failure = new ImageError("unreachable", `${realm.host} logs nobody in (status ${status})`, "Try again later.");
    throw new RetryError(failure, { after: retryAfter(response.headers["retry-after"], Date.now()) });
  }
  if (status !== 200) {
    const who = credentials ? "refuses the credentials of Docker's configuration" : "wants a login";
    throw new ImageError("denied", `the registry at ${name.host} ${who}`, `Run docker login ${name.host}.`);
  }
  const token = tokenOf(body);
  if (token === undefined) throw new ImageError("denied", `${realm.host} gives no token`, `Run docker login ${name.host}.`);
  return token;
}

function withQuery(realm: URL, service: string, scope: string): URL {
  const url = new URL(realm);
  if (service !== "") url.searchParams.set("service", service);
  url.searchParams.set("scope", scope);
  return url;
}

function tokenOf(body: Buffer): string | undefined {
  try {
    const document: unknown = JSON.parse(body.toString("utf8"));
    const token = textAt(document, "token") ?? textAt(document, "access_token");
    // It becomes a header.
    return token !== undefined && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}
