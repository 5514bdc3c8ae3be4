/** What Compose turns a text into after interpolation. */
export type Cast = "int" | "float" | "bool";

/** The value of a text under a cast, undefined where the text does not fit. */
export function castText(text: string, cast: Cast): number | boolean | undefined {
  if (cast === "bool") return castBoolean(text);
  if (cast === "int") return /^[-+]?[0-9]{1,19}$/.test(text) ? Number(text) : undefined;
  return /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/.test(text) ? Number(text) : undefined;
}

/** `yes`, `on`, `y` and their opposites count where Compose expects a boolean. */
export function castBoolean(text: string): boolean | undefined {
  switch (text.toLowerCase()) {
    case "true":
    case "y":
    case "yes":
    case "on":
      return true;
    case "false":
    case "n":
    case "no":
    case "off":
      return false;
    default:
      return undefined;
  }
}

/** Casts by place: keys, `*` for any key and `[]` for any item. */
export interface CastTree {
  readonly cast?: Cast;
  readonly keys?: ReadonlyMap<string, CastTree>;
}

interface MutableCastTree {
  cast?: Cast;
  keys?: Map<string, MutableCastTree>;
}

let tree: CastTree | undefined;

/** The places of a Compose file whose texts are cast. */
export function composeCasts(): CastTree {
  tree ??= build();
  return tree;
}

const places: Readonly<Record<Cast, string>> = {
  int: `cpu_count cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares oom_score_adj pids_limit scale
    configs.[].mode secrets.[].mode ports.[].target healthcheck.retries ulimits.* ulimits.*.hard ulimits.*.soft
    deploy.replicas deploy.update_config.parallelism deploy.rollback_config.parallelism
    deploy.restart_policy.max_attempts deploy.placement.max_replicas_per_node`,
  float: "cpu_percent cpus deploy.update_config.max_failure_ratio deploy.rollback_config.max_failure_ratio",
  bool: `init oom_kill_disable privileged read_only stdin_open tty healthcheck.disable volumes.[].read_only
    volumes.[].volume.nocopy`,
};
const topPlaces = `networks.*.external networks.*.internal networks.*.attachable networks.*.enable_ipv4
  networks.*.enable_ipv6 volumes.*.external secrets.*.external configs.*.external`;

function build(): CastTree {
  const root: MutableCastTree = {};
  const kinds: readonly Cast[] = ["int", "float", "bool"];
  for (const cast of kinds) for (const place of places[cast].split(/\s+/)) add(root, `services.*.${place}`, cast);
  for (const place of topPlaces.split(/\s+/)) add(root, place, "bool");
  return root;
}

function add(root: MutableCastTree, place: string, cast: Cast): void {
  let node = root;
  for (const part of place.split(".")) {
    node.keys ??= new Map();
    let next = node.keys.get(part);
    if (next === undefined) {
      next = {};
      node.keys.set(part, next);
    }
    node = next;
  }
  node.cast = cast;
}
