import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Remedy, type Result } from "./rule.ts";

export default defineRule({
  name: "log-rotation",
  row: "logging",
  gates: false,
  preset: "strict",
  severity: "low",
  confidence: "medium",
  kinds: ["compose", "run"],
  docs: {
    summary: "Rotate logs",
    why: "The default driver json-file keeps every line for the life of the container. A chatty container, or a client that makes it log, fills the host's disk.",
    fix: "Set `max-size` and `max-file` below `logging.options` (`--log-opt max-size=10m --log-opt max-file=3`), or use the driver `local`, which rotates by itself.",
    derivation:
      "Attacker: a client that can make the program log. Adds: a full disk on the host. Low and advisory: it takes long, and daemon.json may set it for all.",
    limits: "Defaults in the engine's daemon.json are not seen.",
    references: [
      "https://docs.docker.com/engine/logging/drivers/json-file/",
      "https://docs.docker.com/engine/logging/drivers/local/",
    ],
  },
  maps: { cwe: [770] },
  check,
  examples: [
    {
      title: "the default driver",
      kind: "compose",
      files: { "compose.yaml": "services:\n  ⟦web⟧:\n    image: nginx:1.27\n" },
      verdict: "fail",
    },
    {
      title: "json-file without a size",
      kind: "compose",
      files: {
        "compose.yaml":
          'services:\n  web:\n    image: nginx:1.27\n    logging:\n      driver: ⟦json-file⟧\n      options:\n        max-file: "3"\n',
      },
      verdict: "fail",
    },
    {
      title: "json-file with a size",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    logging:\n      options:\n        max-size: 10m\n",
      },
      verdict: "pass",
    },
    {
      title: "a driver that rotates",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    logging:\n      driver: local\n" },
      verdict: "pass",
    },
    {
      title: "no logs at all",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    logging:\n      driver: none\n" },
      verdict: "n/a",
    },
    {
      title: "a variable is the driver",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    logging:\n      driver: ${DRIVER}\n" },
      verdict: "unknown",
    },
    { title: "a run line without", kind: "run", files: { "run.sh": "docker run ⟦nginx:1.27⟧\n" }, verdict: "fail" },
    {
      title: "a run line with a size",
      kind: "run",
      files: { "run.sh": "docker run --log-opt max-size=10m nginx:1.27\n" },
      verdict: "pass",
    },
  ],
});

const remedy: Remedy = { kind: "set-log-rotation", title: "Rotate the log", safety: "safe" };

function check(workload: Workload): Result {
  const { loggingDriver, loggingOptions, name, anchor } = workload;
  if (loggingDriver.state === "unknown") return cannotKnow(loggingDriver.reason, loggingDriver.origin);
  const driver = loggingDriver.state === "known" ? loggingDriver.value : "json-file";
  if (driver === "none") return notApplicable("nothing is logged");
  if (driver !== "json-file") return pass(`the driver ${driver} does not fill the host's disk without end`, loggingDriver.origin);
  const size = loggingOptions.items.find((item) => item.state === "known" && item.value.name === "max-size");
  if (size?.state === "known" && !/^-?0*[a-z]*$|^-/i.test(size.value.value))
    return pass(`the log is rotated at ${size.value.value}`, size.origin);
  if (!loggingOptions.complete) return cannotKnow(loggingOptions.reason ?? "not all options are known", loggingOptions.origin);
  return fail("the log grows without end", [
    {
      message: `The log of ${name} grows without end.`,
      at: size?.origin ?? (loggingDriver.state === "known" ? loggingDriver.origin : anchor),
      remedies: [remedy],
    },
  ]);
}
