import { nodesOf } from "../yaml/source.ts";
import type { ServiceTarget } from "./service.ts";

/** How limits are written: `deploy.resources.limits`, or keys of the service. As the service or its file does, else short. */
export function limitStyle({ service, source }: ServiceTarget): "deploy" | "short" {
  const own = service.value.entries;
  if (own.has("mem_limit") || own.has("cpus") || own.has("pids_limit")) return "short";
  const deploy = own.get("deploy")?.value;
  if (deploy?.type === "map" && deploy.entries.has("resources")) return "deploy";
  const keys = new Set<string>();
  for (const node of nodesOf(source.root)) {
    if (node.type === "map") for (const { key } of node.pairs) if (key.type === "scalar") keys.add(key.text);
  }
  if (keys.has("mem_limit") || keys.has("pids_limit")) return "short";
  const version = own.size > 0 ? versionOf(source) : undefined;
  return (keys.has("deploy") && keys.has("limits")) || version?.startsWith("3") === true ? "deploy" : "short";
}

/** Files of version 3 know no `mem_limit` for the tools that still ask for a version. */
function versionOf({ root }: ServiceTarget["source"]): string | undefined {
  const pair = root.pairs.find(({ key }) => key.type === "scalar" && key.text === "version");
  return pair?.value.type === "scalar" ? pair.value.text : undefined;
}
