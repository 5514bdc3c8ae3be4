import { createServer, type IncomingMessage } from "node:http";
import { createServer as listen, type AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { fetchFacts } from "../../../src/image/registry/facts.ts";
import { proxyFor } from "../../../src/image/registry/proxy.ts";

const proxy = "http://proxy.example:3128";

describe("the proxy of an address", () => {
  it.each([
    ["https://ghcr.io/v2/", { HTTPS_PROXY: proxy }, `${proxy}/`],
    ["https://ghcr.io/v2/", { https_proxy: "proxy.example:3128" }, `${proxy}/`],
    ["https://ghcr.io/v2/", { HTTPS_PROXY: "https://p" }, "https://p/"],
    ["https://ghcr.io/v2/", {}, undefined],
    ["https://ghcr.io/v2/", { HTTPS_PROXY: "" }, undefined],
    ["https://ghcr.io/v2/", { HTTP_PROXY: proxy }, undefined],
    ["http://ghcr.io/v2/", { HTTPS_PROXY: proxy }, undefined],
    ["https://localhost:5000/v2/", { HTTPS_PROXY: proxy }, undefined],
  ])("%s with %j is %s", (url, environment, expected) => {
    expect(proxyFor(new URL(url), environment)?.href).toBe(expected);
  });

  it.each([
    ["ghcr.io", "https://ghcr.io/", true],
    ["ghcr.io", "https://pkg.ghcr.io/", true],
    ["ghcr.io", "https://notghcr.io/", false],
    [".ghcr.io", "https://pkg.ghcr.io/", true],
    [".ghcr.io", "https://ghcr.io/", false],
    ["*.ghcr.io", "https://pkg.ghcr.io/", true],
    ["a, GHCR.io ,b", "https://ghcr.io/", true],
    ["*", "https://ghcr.io/", true],
    ["", "https://ghcr.io/", false],
    ["ghcr.io:443", "https://ghcr.io/", true],
    ["ghcr.io:5000", "https://ghcr.io/", false],
    ["10.1.0.0/16", "https://10.1.2.3:5000/", true],
    ["10.1.0.0/16", "https://10.2.2.3:5000/", false],
    ["10.1.2.3", "https://10.1.2.3/", true],
    ["2.3", "https://10.1.2.3/", false],
    ["fd00::/8", "https://[fd12::1]:5000/", true],
    ["10.0.0.0/99", "https://10.1.2.3/", false],
  ])("is none where NO_PROXY=%s names %s: %s", (list, url, excepted) => {
    expect(proxyFor(new URL(url), { HTTPS_PROXY: proxy, NO_PROXY: list }) === undefined).toBe(excepted);
  });

  it("may be of no other kind, and its password is not told", () => {
    expect(() => proxyFor(new URL("https://ghcr.io/"), { HTTPS_PROXY: "socks5://me:s3cret@p:1080" })).toThrow(
      expect.objectContaining({ message: "HTTPS_PROXY names no proxy of the form http://HOST:PORT" }),
    );
  });
});

describe("a registry behind a proxy", () => {
  const platform = { asked: undefined, host: { os: "linux", architecture: "amd64" } };
  const seen: string[] = [];
  let answer: (request: IncomingMessage) => string = () => "";
  /** The first bytes that come through the tunnel. */
  let first: Promise<Buffer> | undefined;

  const server = createServer();
  server.on("connect", (request, socket) => {
    seen.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"] ?? "-"}`);
    socket.on("error", () => {});
    socket.write(answer(request));
    first = new Promise((resolve) => {
      socket.once("data", (bytes: Buffer) => {
        resolve(bytes);
        socket.destroy();
      });
    });
  });
  const ready = new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function fetch(user: string, patienceMs = 1000): Promise<unknown> {
    await ready;
    const address: AddressInfo | string | null = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    seen.length = 0;
    const environment = { HTTPS_PROXY: `http://${user}127.0.0.1:${port}` };
    const retry = { attempts: 1, delayMs: 1, patienceMs };
    return fetchFacts("ghcr.io/a/b:1", platform, { environment, retry }).catch((error: unknown) =>
      error instanceof Error ? error.message.replace(`:${port}`, ":PORT") : error,
    );
  }

  it("is asked through it, with TLS to the registry itself", async () => {
    answer = () => "HTTP/1.1 200 Connection established\r\n\r\n";
    expect(await fetch("me:s%40crt@")).toMatch(/^the registry at ghcr\.io does not answer: /);
    expect(seen).toEqual([`CONNECT ghcr.io:443 Basic ${Buffer.from("me:s@crt").toString("base64")}`]);
    const hello = (await first) ?? Buffer.alloc(0);
    expect([...hello.subarray(0, 2)]).toEqual([0x16, 3]);
    expect(hello.toString("latin1")).toContain("ghcr.io");
  });

  it("gets a password with a percent sign as it is", async () => {
    answer = () => "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n";
    expect(await fetch("me:100%sure@")).toBe("the proxy at 127.0.0.1:PORT does not lead to ghcr.io:443: it wants a login");
    expect(seen).toEqual([`CONNECT ghcr.io:443 Basic ${Buffer.from("me:100%sure").toString("base64")}`]);
  });

  it.each([
    ["wants a login", "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "it wants a login"],
    ["refuses", "HTTP/1.1 403 Forbidden\r\n\r\n", "it answers with status 403"],
    ["is silent", "", "it does not answer"],
  ])("that %s is told", async (_, text, why) => {
    answer = () => text;
    expect(await fetch("", 300)).toBe(`the proxy at 127.0.0.1:PORT does not lead to ghcr.io:443: ${why}`);
    expect(seen).toEqual(["CONNECT ghcr.io:443 -"]);
  });

  it("that is not there is told", async () => {
    const gone = listen();
    await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
    const address = gone.address();
    const port = typeof address === "object" ? address?.port : undefined;
    await new Promise((resolve) => gone.close(resolve));
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${port}` };
    await expect(fetchFacts("ghcr.io/a/b:1", platform, { environment })).rejects.toMatchObject({
      code: "unreachable",
      message: `the proxy at 127.0.0.1:${port} does not lead to ghcr.io:443: the connection was refused`,
      hint: "Check HTTPS_PROXY, or name the host in NO_PROXY.",
    });
  });
});
