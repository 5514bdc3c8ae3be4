import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";
import type { MadeBlob } from "../make-image.ts";

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface TestRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly requests: readonly Request[];
  /** Answers in place of the registry where it gives true. */
  intercept: ((request: Request, response: ServerResponse) => boolean) | undefined;
}

/** A registry with manifests by name or digest and blobs by digest, on a loopback address. */
export async function startRegistry(
  repository: string,
  manifests: Readonly<Record<string, { readonly bytes: Buffer; readonly mediaType: string }>>,
  blobs: readonly MadeBlob[],
): Promise<TestRegistry> {
  const requests: Request[] = [];
  const registry: { host: string; requests: Request[]; intercept: TestRegistry["intercept"] } = {
    host: "",
    requests,
    intercept: undefined,
  };
  const server = createServer((incoming, response) => {
    let body = "";
    incoming.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on("end", () => {
      const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers: incoming.headers, body };
      requests.push(request);
      if (registry.intercept?.(request, response) === true) return;
      answer(request, response);
    });
  });
  const answer = ({ path }: Request, response: ServerResponse): void => {
    const manifest = manifests[path.replace(`/v2/${repository}/manifests/`, "")];
    const blob = blobs.find(({ digest }) => path === `/v2/${repository}/blobs/${digest}`);
    if (manifest) response.writeHead(200, { "Content-Type": manifest.mediaType }).end(manifest.bytes);
    else if (blob) response.writeHead(200, { "Content-Length": blob.bytes.length }).end(blob.bytes);
    else response.writeHead(404).end(JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] }));
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the registry has no port");
  registry.host = `127.0.0.1:${address.port}`;
  return registry;
}
