/**
 * The forms of the values of a Compose file. A `*` after a form says that it is printed when it is empty too.
 * - `bytes`, `duration`, `count`: texts in several units · `command`, `test`: a text or a list of words
 * - `strings`: a text or a list · `mapping`, `labels`: null is "" · `equals`: null stays null · `hosts`: host and addresses
 */
export type ScalarForm = "string" | "bool" | "int" | "float" | "bytes" | "duration" | "count";
export type CollectionForm = "command" | "test" | "strings" | "mapping" | "equals" | "labels" | "hosts";
export type Shape =
  | ScalarForm
  | `${ScalarForm}*`
  | CollectionForm
  | "ulimit"
  | "envFile"
  | { readonly list: Shape }
  | { readonly map: Shape }
  | Fields;

export interface Fields {
  readonly fields: Readonly<Record<string, Shape>>;
  /** Printed even where nothing is set. */
  readonly always?: readonly string[];
}

function all<S extends Shape>(names: string, shape: S): Record<string, S> {
  const fields: Record<string, S> = {};
  for (const name of names.split(" ")) fields[name] = shape;
  return fields;
}

let service: Fields | undefined;

export function serviceShape(): Fields {
  service ??= {
    always: ["command", "entrypoint"],
    fields: {
      ...all(
        `cgroup_parent cgroup cpuset container_name domainname hostname image ipc isolation mac_address network_mode
         pid platform pull_policy restart runtime stop_signal user userns_mode uts volume_driver working_dir`.replace(
          /\s+/g,
          " ",
        ),
        "string",
      ),
      ...all("oom_kill_disable privileged read_only stdin_open tty", "bool"),
      ...all("attach init", "bool*"),
      ...all("cpu_count cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares oom_score_adj pids_limit", "int"),
      ...all("cpu_percent cpus", "float"),
      ...all("mem_limit mem_reservation memswap_limit mem_swappiness shm_size", "bytes"),
      ...all("cap_add cap_drop device_cgroup_rules dns dns_opt dns_search expose external_links group_add", "strings"),
      ...all("label_file links profiles security_opt tmpfs volumes_from", "strings"),
      ...all("command entrypoint", "command"),
      ...all("annotations storage_opt sysctls", "mapping"),
      scale: "int*",
      stop_grace_period: "duration*",
      environment: "equals",
      env_file: { list: "envFile" },
      extra_hosts: "hosts",
      labels: "labels",
      build: buildShape(),
      blkio_config: blockShape(),
      configs: { list: mountShape() },
      secrets: { list: mountShape() },
      credential_spec: { fields: all("config file registry", "string") },
      depends_on: {
        map: { fields: { condition: "string", restart: "bool", required: "bool" }, always: ["required"] },
      },
      deploy: deployShape(),
      develop: { fields: {} },
      devices: { list: { fields: all("source target permissions", "string") } },
      extends: { fields: all("file service", "string") },
      gpus: { list: deviceRequestShape() },
      healthcheck: {
        fields: {
          test: "test",
          ...all("timeout interval start_period start_interval", "duration*"),
          retries: "int*",
          disable: "bool",
        },
      },
      logging: { fields: { driver: "string", options: "mapping" } },
      networks: {
        map: {
          fields: {
            ...all("priority gw_priority", "int"),
            ...all("aliases link_local_ips", "strings"),
            ...all("ipv4_address ipv6_address mac_address", "string"),
            driver_opts: "mapping",
          },
        },
      },
      ports: {
        list: { fields: { ...all("name mode host_ip published protocol app_protocol", "string"), target: "int" } },
      },
      post_start: { list: hookShape() },
      pre_stop: { list: hookShape() },
      ulimits: { map: "ulimit" },
      volumes: { list: volumeShape() },
    },
  };
  return service;
}

function buildShape(): Fields {
  return {
    fields: {
      ...all("context dockerfile dockerfile_inline network target isolation", "string"),
      ...all("entitlements cache_from cache_to tags platforms", "strings"),
      ...all("no_cache pull privileged", "bool"),
      ...all("labels", "labels"),
      args: "equals",
      additional_contexts: "mapping",
      extra_hosts: "hosts",
      ssh: "mapping",
      secrets: { list: mountShape() },
      shm_size: "bytes",
      ulimits: { map: "ulimit" },
    },
  };
}

function blockShape(): Fields {
  const rate: Fields = { fields: { path: "string", rate: "bytes" } };
  return {
    fields: {
      weight: "int",
      weight_device: { list: { fields: { path: "string", weight: "int" } } },
      ...all("device_read_bps device_read_iops device_write_bps device_write_iops", { list: rate }),
    },
  };
}

function mountShape(): Fields {
  return { fields: { ...all("source target uid gid", "string"), mode: "int*" } };
}

function hookShape(): Fields {
  return {
    fields: { command: "command", ...all("user working_dir", "string"), privileged: "bool", environment: "equals" },
    always: ["command"],
  };
}

function deviceRequestShape(): Fields {
  return {
    fields: { ...all("capabilities device_ids", "strings"), driver: "string", count: "count", options: "mapping" },
  };
}

function deployShape(): Fields {
  const update: Fields = {
    fields: {
      parallelism: "int*",
      ...all("delay monitor", "duration"),
      ...all("failure_action order", "string"),
      max_failure_ratio: "float",
    },
  };
  const generic: Fields = { fields: { discrete_resource_spec: { fields: { kind: "string*", value: "int*" } } } };
  const resource: Fields = {
    fields: {
      cpus: "float",
      memory: "bytes",
      pids: "int",
      devices: { list: deviceRequestShape() },
      generic_resources: { list: generic },
    },
  };
  return {
    always: ["resources", "placement"],
    fields: {
      ...all("mode endpoint_mode", "string"),
      replicas: "int*",
      labels: "labels",
      ...all("update_config rollback_config", update),
      resources: { fields: { limits: resource, reservations: resource } },
      restart_policy: {
        fields: { condition: "string", ...all("delay window", "duration*"), max_attempts: "int*" },
      },
      placement: {
        fields: {
          constraints: "strings",
          preferences: { list: { fields: { spread: "string" } } },
          max_replicas_per_node: "int",
        },
      },
    },
  };
}

function volumeShape(): Fields {
  return {
    fields: {
      ...all("type source target consistency", "string"),
      read_only: "bool",
      bind: { fields: { ...all("selinux propagation recursive", "string"), create_host_path: "bool" } },
      volume: { fields: { nocopy: "bool", subpath: "string" } },
      tmpfs: { fields: { size: "bytes", mode: "int" } },
    },
  };
}

export type ResourceKind = "networks" | "volumes" | "secrets" | "configs";
export const resourceKinds: readonly ResourceKind[] = ["networks", "volumes", "secrets", "configs"];

const resources = new Map<ResourceKind, Fields>();

export function resourceShape(kind: ResourceKind): Fields {
  const known = resources.get(kind);
  if (known !== undefined) return known;
  const shape = buildResourceShape(kind);
  resources.set(kind, shape);
  return shape;
}

function buildResourceShape(kind: ResourceKind): Fields {
  if (kind === "networks") {
    const pool: Fields = { fields: { ...all("subnet gateway ip_range", "string"), aux_addresses: "mapping" } };
    return {
      always: ["ipam"],
      fields: {
        ...all("name driver", "string"),
        ...all("external internal attachable", "bool"),
        ...all("enable_ipv4 enable_ipv6", "bool*"),
        driver_opts: "mapping",
        labels: "labels",
        ipam: { fields: { driver: "string", config: { list: pool } } },
      },
    };
  }
  if (kind === "volumes") {
    return { fields: { ...all("name driver", "string"), external: "bool", driver_opts: "mapping", labels: "labels" } };
  }
  return {
    fields: {
      ...all("name file environment content driver template_driver", "string"),
      external: "bool",
      labels: "labels",
      driver_opts: "mapping",
    },
  };
}
