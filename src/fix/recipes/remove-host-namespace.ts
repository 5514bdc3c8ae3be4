import { deploymentFile } from "../../load/compose/project.ts";
import type { Workload } from "../../model/workload.ts";
import type { Outcome, Recipe, RecipeContext } from "../fix.ts";
import { refuse, renderSettings } from "../settings/render.ts";

/** Takes a namespace of the host away; the network's only where the ports to publish are written already. */
export const removeHostNamespace: Recipe = {
  kind: "remove-host-namespace",
  render: (context) => {
    const { workload, at, remedy } = context;
    const namespace = remedy.data?.["namespace"];
    if (at.file !== context.project.files.get(at.file)?.path) return refuse(`${at.file} was not read`);
    if (namespace === "network" && workload.ports.items.length === 0) return publishFirst(workload);
    if (isShared(context)) return refuse("it comes through the namespace of another service or a network");
    const effects = namespace === "network" ? defaultNetwork(context) : [];
    return renderSettings(context, [{ kind: "remove", at, effects }], {
      title: `Give ${workload.name} a ${String(namespace)} namespace of its own`,
      safety: "unsafe",
      breaks:
        namespace === "network"
          ? "ports that are not published; whatever it reaches on the host's loopback"
          : `what it sees or shares through the host's ${String(namespace)} namespace`,
    });
  },
};

/** Without network_mode it joins the default network of its project. */
function defaultNetwork({ workload, project }: RecipeContext): string[][] {
  const networks = project.deployments.some(
    (deployment) => deploymentFile(deployment) === workload.file && deployment.networks.size > 0,
  );
  return [["services", workload.name, "networks"], networks ? ["networks", "default"] : ["networks"]];
}

function publishFirst({ name, facts }: Workload): Outcome {
  const ports = (facts?.listens ?? []).map((port) => `"${port}:${port}"`);
  return {
    kind: "advice",
    title: `Give ${name} a network of its own`,
    lines: [
      ports.length > 0 ? `Publish what it serves: ports: [${ports.join(", ")}]` : "List the ports that it serves under ports:",
      "Then take network_mode: host out. What it reaches on 127.0.0.1 of the host is then at host.docker.internal (extra_hosts: [host.docker.internal:host-gateway]).",
    ],
  };
}

/** `host` is written elsewhere: `service:vpn`, or an external network. */
function isShared({ project, at }: RecipeContext): boolean {
  const text = project.files.get(at.file)?.text.slice(at.span.start, at.span.end) ?? "";
  return !/host/i.test(text);
}
