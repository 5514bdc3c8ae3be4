import type { BuildModel } from "../../../model/build.ts";
import { startupOf } from "../../../model/startup/of.ts";
import type { Project } from "../../../model/project.ts";
import type { Workload } from "../../../model/workload.ts";

/** Ports of debuggers and of ways to log in: they say nothing of the app. */
const sidePorts = new Set([22, 5005, 5678, 9229, 5858, 8787, 4444]);
const preferred = [80, 8080, 3000, 8000, 5000, 443, 8443];

/** The TCP port that the app is known to listen on; undefined where nothing says so. */
export function portOf(workload: Workload, build: BuildModel, project: Project): number | undefined {
  const given = commandPort(workload, project);
  if (given !== undefined) return given;
  const exposed = exposedPorts(build);
  const env = toPort(build.target.env.get("PORT")?.value);
  if (env !== undefined && (exposed.length === 0 || exposed.includes(env))) return env;
  if (exposed.length > 0) return preferred.find((port) => exposed.includes(port)) ?? exposed[0];
  const published = publishedPorts(workload);
  if (published.length > 0) return preferred.find((port) => published.includes(port)) ?? published[0];
  const facts = build.base.kind === "image" ? build.base.facts : undefined;
  const inherited = workload.command.origin.how !== "literal" && workload.entrypoint.origin.how !== "literal";
  return inherited ? facts?.listens?.find((port) => !sidePorts.has(port)) : undefined;
}

/** Ports of the container that the service publishes. */
function publishedPorts({ ports }: Workload): number[] {
  return ports.items.flatMap((item) => {
    const port = item.state === "known" && item.value.protocol === "tcp" ? toPort(item.value.target) : undefined;
    return port === undefined || sidePorts.has(port) ? [] : [port];
  });
}

function exposedPorts(build: BuildModel): number[] {
  const found: number[] = [];
  for (const stage of build.chain) {
    for (const step of stage.steps) {
      if (step.keyword !== "EXPOSE") continue;
      for (const word of step.words) {
        const { text } = stage.expand(word.raw, step);
        const port = /\/udp$/i.test(text) ? undefined : toPort(text.replace(/\/tcp$/i, ""));
        if (port !== undefined && !sidePorts.has(port)) found.push(port);
      }
    }
  }
  return found;
}

/** `--port 8000`, `-b 0.0.0.0:8000`, `runserver 0.0.0.0:8000`. */
function commandPort(workload: Workload, project: Project): number | undefined {
  const { pid1 } = startupOf(workload, project);
  if (pid1.kind !== "program") return undefined;
  const { words } = pid1;
  for (const [index, word] of words.entries()) {
    const option = /^--?(?:port|http-port|server\.port|listen-port)(?:=(\d+))?$/.exec(word);
    const bound = /^(?:--?(?:bind|b|listen|host|addr|address)=)?(?:\[::\]|0\.0\.0\.0|\*|):(\d+)$/.exec(word);
    const port = toPort(option ? (option[1] ?? words[index + 1]) : bound?.[1]);
    if (port !== undefined) return port;
  }
  return undefined;
}

function toPort(text: string | undefined): number | undefined {
  const port = text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port < 65_536 ? port : undefined;
}
