import type { BuildModel } from "../../../model/build.ts";
import { copiesOf } from "../../../model/copies.ts";
import { familyOf } from "../user/family.ts";

/** The words of a check that asks whether a port answers, with a tool that is in the image for certain; undefined where there is none. */
export function portCheck(build: BuildModel, port: number): readonly string[] | undefined {
  const facts = build.base.kind === "image" ? build.base.facts : undefined;
  const name = build.base.kind === "image" ? (build.base.ref.normalized.split("/").at(-1) ?? "") : "";
  const distribution = facts?.distribution ?? "";
  if (
    name === "node" ||
    name === "alpine-node" ||
    /distroless\/nodejs/.test(build.base.kind === "image" ? build.base.ref.normalized : "")
  ) {
    const node = name === "node" || name === "alpine-node" ? "node" : "/nodejs/bin/node";
    return [
      node,
      "-e",
      `require('net').connect(${port}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))`,
    ];
  }
  if (name === "python" || name === "pypy")
    return [
      name === "pypy" ? "pypy" : "python",
      "-c",
      `import socket; socket.create_connection(('127.0.0.1', ${port}), 3).close()`,
    ];
  if (name === "ruby") return ["ruby", "-rsocket", "-e", `TCPSocket.new('127.0.0.1', ${port}).close`];
  if (name === "php") return ["php", "-r", `exit(@fsockopen('127.0.0.1', ${port}) ? 0 : 1);`];
  const family = familyOf(build);
  if (family === undefined || family === "numeric" || family === "windows") return undefined;
  if (family === "busybox") return ["nc", "-z", "127.0.0.1", String(port)];
  // Debian, Ubuntu and Red Hat bring bash; an image that nobody knows may not.
  if (facts === undefined && !/\b(?:apt-get|yum|dnf)\b/.test(runText(build))) return undefined;
  if (/void|nixos|photon/.test(distribution)) return undefined;
  return ["bash", "-c", `exec 3<>/dev/tcp/127.0.0.1/${port}`];
}

function runText(build: BuildModel): string {
  return build.chain
    .flatMap((stage) => stage.steps)
    .map((step) => (step.keyword === "RUN" ? step.rest.text : ""))
    .join("\n");
}

/** The check that is known for the base, where the image still starts as the base does. */
export function suggestedCheck(build: BuildModel, inherited: boolean): readonly string[] | undefined {
  const facts = build.base.kind === "image" ? build.base.facts : undefined;
  if (!inherited || facts?.suggestedHealth === undefined || facts.kind === "runtime") return undefined;
  // A configuration of its own may have it listen elsewhere, or answer otherwise.
  const configured = build.chain.some((stage) =>
    copiesOf(stage, build.stages).some(({ destination }) =>
      /^\/(?:etc|usr\/local\/apache2\/conf|usr\/local\/etc)\//.test(destination),
    ),
  );
  return configured ? undefined : facts.suggestedHealth;
}
