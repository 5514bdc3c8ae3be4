import type { ImageFacts } from "./image-facts.ts";
import { programName } from "./classify-pid1.ts";

/** Entrypoint scripts of catalogued images that end in `exec "$@"`. */
const EXEC_ARGUMENTS = new Set([
  "docker-entrypoint.sh",
  "docker-php-entrypoint",
  "__cacert_entrypoint.sh",
  "mvn-entrypoint.sh",
  "nvidia_entrypoint.sh",
  "_entrypoint.sh",
  "container-entrypoint",
  "entry.sh",
  "entrypoint.sh",
  "ros_entrypoint.sh",
]);

/**
 * The command that a catalogued image's own entrypoint script execs for these words; undefined where the first word is not that script or
 * the script is not known to exec. Scripts of official images put their server before options and before a file of the app.
 */
export function afterKnownEntrypoint(argv: readonly string[], facts: ImageFacts | undefined): readonly string[] | undefined {
  const [script, next] = argv;
  const entrypoint = facts?.entrypoint;
  if (
    script === undefined ||
    facts?.source !== "catalog" ||
    typeof entrypoint !== "object" ||
    entrypoint?.length !== 1 ||
    entrypoint[0] !== script
  )
    return undefined;
  if (
    !EXEC_ARGUMENTS.has(programName(script)) ||
    facts.pid1 === "init" ||
    /^(?:ba)?sh\b/.test(facts.pid1 === "shell" ? "" : (facts.pid1Is ?? ""))
  )
    return undefined;
  const rest = argv.slice(1);
  const own = typeof facts.command === "object" ? facts.command?.[0] : undefined;
  const completes =
    next !== undefined &&
    (next.startsWith("-") ||
      (own === "node" && /\.[cm]?js$/.test(next)) ||
      (own === "redis-server" && next.endsWith(".conf")) ||
      // Its script puts the server before all that is not the server's name.
      (own === "minio" && next !== own));
  return completes && own !== undefined ? [own, ...rest] : rest;
}
