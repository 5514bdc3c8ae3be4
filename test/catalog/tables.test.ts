import { expect, test } from "vitest";
import {
  allCapabilities,
  capabilityName,
  capabilityOf,
  dockerDefaultCapabilities,
  isDangerousCapability,
} from "../../src/catalog/capabilities.ts";
import { cisIds, cisTitle } from "../../src/catalog/cis.ts";
import { dataStorePort, isDataStore } from "../../src/catalog/data-stores.ts";
import { isLogFileOption, isLogPath, isStandardStream, isSyslogDaemon } from "../../src/catalog/log-paths.ts";
import { lookupCatalog } from "../../src/catalog/lookup.ts";
import { parseImageRef } from "../../src/parse/imageref/parse.ts";

test("all 41 capabilities, sorted, each with its words", () => {
  const names = [...allCapabilities().keys()];
  expect(names).toHaveLength(41);
  expect(names).toEqual([...names].sort());
  for (const capability of allCapabilities().values()) {
    expect(capability.grants).not.toBe("");
    expect(capability.danger).not.toBe("");
  }
});

test("Docker's default set", () => {
  expect(dockerDefaultCapabilities()).toEqual([
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
  ]);
});

test("names with and without CAP_", () => {
  expect(capabilityName(" cap_net_raw ")).toBe("NET_RAW");
  expect(capabilityOf("CAP_SYS_ADMIN")?.tier).toBe("host");
  expect(capabilityOf("NOPE")).toBeUndefined();
});

test.each([
  ["SYS_ADMIN", true],
  ["all", true],
  ["cap_sys_module", true],
  ["NET_ADMIN", true],
  ["SYS_PTRACE", true],
  ["DAC_READ_SEARCH", true],
  ["CHOWN", false],
  ["NET_BIND_SERVICE", false],
  ["NET_RAW", false],
  ["NOPE", false],
])("%s is dangerous: %s", (name, dangerous) => {
  expect(isDangerousCapability(name)).toBe(dangerous);
});

test("no default capability is of the dangerous tiers", () => {
  expect(dockerDefaultCapabilities().filter(isDangerousCapability)).toEqual([]);
});

test("CIS ids have titles", () => {
  expect(cisTitle("5.5")).toBe("Do not run privileged containers");
  expect(cisTitle("9.9")).toBeUndefined();
  expect(cisIds()).toContain("4.10");
});

test.each([
  ["postgres:16", true],
  ["redis:7", true],
  ["rabbitmq:4", true],
  ["acme/postgres:16", true],
  ["acme/my-redis", true],
  ["nginx:1.27", false],
  ["mongo-express:1", false],
  ["oliver006/redis_exporter", false],
  ["acme/postgres-backup", false],
  ["mailgun/kafka-pixy", false],
  ["confluentinc/cp-kafka-connect:7", false],
  ["confluentinc/cp-schema-registry:7", false],
  ["elastichq/elasticsearch-hq", false],
  ["sonatype/nexus3:3", false],
  ["confluentinc/cp-kafka:7", true],
  ["acme/app:redis", false],
])("%s keeps data: %s", (reference, expected) => {
  const ref = parseImageRef(reference);
  expect(isDataStore(ref, lookupCatalog(ref))).toBe(expected);
});

test("ports of data stores", () => {
  expect(dataStorePort("5432")).toBe("PostgreSQL");
  expect(dataStorePort("9200")).toBe("Elasticsearch or OpenSearch");
  expect(dataStorePort("80")).toBeUndefined();
});

test("log paths, streams, daemons and options", () => {
  for (const path of ["/var/log", "/var/log/nginx", "/logs", "/opt/app/logs", "/app/error.log"])
    expect(isLogPath(path), path).toBe(true);
  for (const path of ["/var/lib/logstash", "/data", "/catalog", "/blog"]) expect(isLogPath(path), path).toBe(false);
  for (const path of ["/dev/stdout", "/dev/stderr", "/proc/self/fd/1", "/proc/1/fd/2", "-"])
    expect(isStandardStream(path), path).toBe(true);
  expect(isStandardStream("/var/log/x.log")).toBe(false);
  expect(isSyslogDaemon("rsyslogd")).toBe(true);
  for (const option of ["--logpath", "--log-file", "--access-logfile", "--log_error", "--error-log"])
    expect(isLogFileOption(option), option).toBe(true);
  expect(isLogFileOption("--log-level")).toBe(false);
});
