// A Compose service before and after: started with those it depends on, watched, started again.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { docker, prefix } from "./docker.mjs";
import { prepare } from "./dockerfile.mjs";
import { observe, stop } from "./observe.mjs";
import { findStandIn } from "./stand-ins.mjs";

export async function readConfig(file) {
  const { code, out, err } = await docker(
    ["compose", "--profile", "*", "-f", path.basename(file), "config", "--format", "json"],
    {
      cwd: path.dirname(file),
    },
  );
  return code === 0 ? { config: JSON.parse(out) } : { why: `docker compose refuses it: ${err.split("\n").at(-1).slice(0, 160)}` };
}

/** What runs instead of a service's image, or why nothing can. */
export async function findImage(service) {
  if (service.network_mode === "host" || service.pid === "host") return { why: "needs the host's network" };
  if ((service.volumes ?? []).some(({ source }) => source?.endsWith(".sock"))) return { why: "needs a socket of the host" };
  if ((service.devices ?? []).length > 0) return { why: "needs a device" };
  if (service.build) {
    const { context, dockerfile = "Dockerfile", dockerfile_inline } = service.build;
    const file = path.resolve(context, dockerfile);
    if (dockerfile_inline || !existsSync(file)) return { why: "its Dockerfile is not there" };
    return prepare(file, context);
  }
  const standIn = await findStandIn(service.image ?? "");
  return standIn ?? { why: "its image is not here" };
}

/** Writes a project of that one service and of what it depends on, as far as it can be had. */
async function writeProject(config, target, { folder, work }) {
  const services = {};
  const volumes = {};
  const add = async (id) => {
    const service = structuredClone(config.services[id] ?? {});
    const found = await findImage(service);
    if (found.why) return false;
    if (found.image) service.image = found.image;
    else {
      service.build.additional_contexts = Object.fromEntries(
        Object.entries(found.contexts).map(([from, to]) => [from, `docker-image://${to}`]),
      );
      delete service.build.tags;
      delete service.build.cache_from;
      delete service.build.platforms;
      // A frontend cannot be pulled.
      const file = path.resolve(service.build.context, service.build.dockerfile ?? "Dockerfile");
      writeFileSync(file, readFileSync(file, "utf8").replace(/^# *syntax *=.*\n/i, ""));
    }
    for (const key of ["networks", "container_name", "ports", "profiles", "links", "external_links", "platform", "logging"])
      delete service[key];
    if (!found.image) delete service.image;
    if (service.network_mode && service.network_mode !== "none") delete service.network_mode;
    service.restart = "no";
    if (service.deploy) service.deploy = { resources: service.deploy.resources };
    let count = 0;
    for (const volume of service.volumes ?? []) {
      if (volume.type === "volume" && volume.source) volumes[volume.source] = {};
      if (
        volume.type !== "bind" ||
        !path.relative(folder, volume.source).startsWith("..") ||
        /^\/etc\/(?:localtime|timezone)/.test(volume.source)
      )
        continue;
      // A folder of the host that is not this project's.
      volume.source = path.join(work, `host-${id}-${count++}`);
      if (/\.\w{2,5}$/.test(volume.target)) writeFileSync(volume.source, "");
      else mkdirSync(volume.source, { recursive: true });
    }
    services[id] = service;
    for (const name of Object.keys(service.depends_on ?? {}))
      if (!services[name] && !(await add(name))) delete service.depends_on[name];
    return true;
  };
  await add(target);
  const plain = (entries) =>
    Object.fromEntries(
      Object.entries(entries ?? {}).map(([name, entry]) => [name, entry.external ? { environment: "HOME" } : entry]),
    );
  const file = path.join(work, "compose.json");
  writeFileSync(
    file,
    JSON.stringify({ services, volumes, secrets: plain(config.secrets), configs: plain(config.configs) }, undefined, 1),
  );
  return file;
}

/** Starts and watches one side. */
export async function runService({ config, service, folder, name, side, work, expected, directory }) {
  mkdirSync(work, { recursive: true });
  const file = await writeProject(config, service, { folder, work });
  const project = `${prefix}-${name}-${side}`;
  const compose = (...args) =>
    docker(["compose", "--project-directory", directory, "-f", file, "-p", project, ...args], { seconds: 300 });
  try {
    const up = await compose("up", "-d", "--quiet-pull", service);
    const id = (await compose("ps", "-aq", service)).out.split("\n")[0];
    if (up.code !== 0)
      return {
        error: up.code === 124 ? "takes too long to start" : `does not start: ${up.err.split("\n").at(-1).slice(0, 300)}`,
      };
    const seen = await observe(id, { expected });
    if (!seen.running) return seen;
    const stopped = await stop(id);
    // What it wrote the first time it finds the second time.
    await docker(["start", id]);
    const again = await observe(id, { expected: seen });
    return {
      ...seen,
      stopped,
      again: again.running ? `${again.ports.join()} ${again.data.join()}` : `ends with ${again.exit}: ${again.tail.join(" / ")}`,
    };
  } finally {
    await compose("down", "-v", "-t", "1", "--rmi", "local");
  }
}
