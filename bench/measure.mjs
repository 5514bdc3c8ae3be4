import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

/** Wall time in seconds and peak memory in MB of one run of a command, as GNU time or the kernel says it. */
export function runOnce(command, args, options = {}) {
  const start = process.hrtime.bigint();
  const result = spawnSync("/usr/bin/env", ["bash", "-c", 'exec "$@"', "bash", command, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1024 * 1024 * 1024,
    ...options,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { seconds, status: result.status, stdout: String(result.stdout), stderr: String(result.stderr) };
}

/** The same with seconds of CPU and peak memory in MB of the command and what it started, as GNU time says them. */
export function timeOnce(command, args, environment = {}) {
  const result = spawnSync("/usr/bin/time", ["-f", "%e %U %S %M", command, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1024 * 1024 * 1024,
    env: { ...process.env, ...environment },
  });
  if (result.error) throw new Error(`GNU time, which measures, cannot be run: ${result.error.message}`);
  const lines = String(result.stderr).trimEnd().split("\n");
  const [seconds, user, system, kilobytes] = lines.pop().split(" ").map(Number);
  return { seconds, cpu: user + system, megabytes: kilobytes / 1024, status: result.status, stderr: lines.join("\n") };
}

/** The middle of several runs. */
export function median(times, run) {
  const seconds = Array.from({ length: times }, () => run().seconds).toSorted((a, b) => a - b);
  return seconds[Math.floor(times / 2)];
}

/** Peak memory in MB of a Node script, measured inside the process. */
export function peakMegabytes(script, args, cwd) {
  const wrapper = `process.on("exit", () => process.stderr.write("\\nPEAK " + process.resourceUsage().maxRSS + "\\n")); process.argv.splice(1, 0, ${JSON.stringify(script)}); await import(${JSON.stringify(script)});`;
  const result = spawnSync(process.execPath, ["--input-type=module", "-e", wrapper, "--", ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1024 * 1024 * 1024,
  });
  const peak = /PEAK (\d+)/.exec(result.stderr ?? "");
  return peak ? Number(peak[1]) / 1024 : undefined;
}

export function findPeer(name) {
  const folders = [
    process.env.PEERS,
    path.join(process.env.HOME ?? "", ".cache/seaworthy-peers/bin"),
    ...(process.env.PATH ?? "").split(":"),
  ];
  for (const folder of folders) if (folder && existsSync(path.join(folder, name))) return path.join(folder, name);
  return undefined;
}
