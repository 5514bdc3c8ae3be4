import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, it, vi } from "vitest";
import { openSpool } from "../../../src/image/archive/spool.ts";
import { connectRegistry, type RegistryClient } from "../../../src/image/registry/client.ts";
import { fetchImage } from "../../../src/image/registry/documents.ts";
import { downloadBlob } from "../../../src/image/registry/download.ts";
import { registryName } from "../../../src/image/registry/name.ts";
import { defaultRetry, retry, RetryError } from "../../../src/image/registry/retry.ts";
import { ImageError } from "../../../src/image/image-error.ts";
import { defaultLimits } from "../../../src/image/limits.ts";
import { temporaryFolder } from "../../host/temporary-folder.ts";
import { blob } from "../make-image.ts";

const patienceMs = 400;
const layer = blob(Buffer.alloc(1000, "x"));
const layerDescriptor = { ...layer, mediaType: "", size: layer.bytes.length, annotations: {}, platform: undefined };

/** A server that answers each connection by hand, and how many it had. */
async function listen(
  answer: (socket: Socket, connection: number) => void,
): Promise<{ client: RegistryClient; host: string; count: () => number }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    const connection = sockets.length;
    socket.once("data", () => answer(socket, connection));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const host = `127.0.0.1:${address.port}`;
  const client = connectRegistry(registryName(`${host}/a:1`), {
    environment: {},
    retry: { attempts: 4, delayMs: 1, patienceMs },
  });
  return { client, host, count: () => sockets.length };
}

const platform = { asked: undefined, host: { os: "linux", architecture: "amd64" } };

async function failureOf(work: Promise<unknown>): Promise<{ readonly error: unknown; readonly ms: number }> {
  const start = performance.now();
  const error: unknown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return { error, ms: performance.now() - start };
}

describe("a registry that is silent", () => {
  it.each([
    ["never answers", ""],
    ["sends headers and nothing after them", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"],
  ])("and %s is given up once, within half a minute", async (_, text) => {
    const { client, host, count } = await listen((socket) => socket.write(text));
    const { error, ms } = await failureOf(fetchImage(client, platform, defaultLimits));
    expect(error).toMatchObject({
      code: "unreachable",
      message: `the registry at ${host} does not answer: nothing came for 1 s`,
      hint: "Check the network and the name of the registry.",
    });
    // Four attempts would take four times as long.
    expect(ms).toBeLessThan(patienceMs * 3.5);
    expect(count()).toBe(1);
    expect(defaultRetry.patienceMs).toBe(30_000);
  });
});

describe("retry", () => {
  const silent = (): RetryError => new RetryError(new ImageError("unreachable", "silent"));
  const options = { attempts: 5, delayMs: 0, patienceMs: 1000 };

  /** Runs attempts that each take so many milliseconds, and tells how long each might have been silent. */
  async function patienceOf(attempts: readonly { readonly ms: number; readonly moved?: boolean; readonly said?: boolean }[]) {
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
    const given: number[] = [];
    const failure: unknown = await retry(options, async ({ idleMs, progress }) => {
      const { ms = 0, moved = false, said = false } = attempts[given.length] ?? {};
      given.push(idleMs);
      now += ms;
      if (moved) progress();
      throw said ? new RetryError(new ImageError("unreachable", "busy"), { after: 0 }) : silent();
    }).catch((error: unknown) => error);
    clock.mockRestore();
    expect(failure).toBeInstanceOf(ImageError);
    return given;
  }

  it("gives all attempts that bring nothing as much time as one", async () => {
    expect(await patienceOf([{ ms: 1000 }])).toEqual([1000]);
    expect(await patienceOf([{ ms: 300 }, { ms: 300 }, { ms: 400 }])).toEqual([1000, 700, 400]);
  });

  it("begins anew where something came, and does not count waiting for what the registry says", async () => {
    expect(await patienceOf([{ ms: 800 }, { ms: 200, moved: true }, { ms: 1000 }])).toEqual([1000, 200, 1000]);
    expect(await patienceOf([{ ms: 900, said: true }, { ms: 900, said: true }, { ms: 1000 }])).toEqual([1000, 1000, 1000]);
  });
});

describe("a download", () => {
  const head = (from: number): string =>
    `HTTP/1.1 ${from === 0 ? "200 OK" : "206 Partial Content"}\r\nContent-Length: ${layer.bytes.length - from}\r\n\r\n`;

  async function fetched(answer: (socket: Socket, connection: number) => void): Promise<number> {
    const { client, count } = await listen(answer);
    const spool = openSpool(temporaryFolder());
    try {
      expect((await downloadBlob(client, layerDescriptor, spool)).size).toBe(layer.bytes.length);
      return count();
    } finally {
      spool.close();
    }
  }

  it("that is slow but goes on is not cut", async () => {
    const connections = await fetched((socket) => {
      socket.write(head(0));
      let sent = 0;
      const timer = setInterval(() => {
        socket.write(layer.bytes.subarray(sent, (sent += 125)));
        if (sent >= layer.bytes.length) clearInterval(timer);
      }, patienceMs / 4);
    });
    expect(connections).toBe(1);
  });

  it("that stands still goes on over another connection", async () => {
    const connections = await fetched((socket, connection) => {
      const from = (connection - 1) * 300;
      socket.write(head(from));
      socket.write(layer.bytes.subarray(from, connection === 3 ? undefined : from + 300));
    });
    expect(connections).toBe(3);
  });
});
