// node bench/run.mjs image: an image of this machine's /usr against Syft and sha256sum, in the same run. See README.md.
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { makeImage } from "./image-make.mjs";
import { findPeer, timeOnce } from "./measure.mjs";

const MEGABYTES = 1000;
/** Share of the peer's time on the same archive; that of Syft is not known for zstd. */
const bars = { packages: { plain: 1 / 12, gzip: 1 / 6 }, secrets: 3 / 4, warm: 0.3, megabytes: 300 };

export function benchImage(cli) {
  const folder = mkdtempSync(path.join(tmpdir(), "seaworthy-bench-"));
  try {
    const { archives, bytes, layers } = makeImage(folder, MEGABYTES);
    console.log(`image: ${(bytes / 1e6).toFixed(0)} MB in ${layers} layers, load ${loadavg()[0].toFixed(1)}`);
    const run = (archive, ...more) => timeOnce(process.execPath, [cli, "image", "--format", "json", "--input", archive, ...more]);
    const syft = findPeer("syft");
    // What is compared runs in turns, so that what else the machine does falls on both.
    const sum = alternate(5, { sum: () => timeOnce("sha256sum", [archives.plain]) }).sum;
    print("sha256sum of the plain archive", sum);
    for (const [kind, archive] of Object.entries(archives)) {
      const cold = alternate(3, {
        ours: () => run(archive, "--no-cache", "--scanners", "pkg"),
        ...(syft
          ? {
              syft: () =>
                timeOnce(syft, ["-q", "-o", "json", `docker-archive:${archive}`], { SYFT_CHECK_FOR_APP_UPDATE: "false" }),
            }
          : {}),
      });
      print(`${kind}, packages, cold`, cold.ours, "Syft", syft ? cold.syft : undefined, bars.packages[kind]);
      const all = alternate(3, {
        ours: () => run(archive, "--no-cache", "--scanners", "secret"),
        sum: () => timeOnce("sha256sum", [archives.plain]),
      });
      print(`${kind}, secrets, cold`, all.ours, "sha256sum", all.sum, bars.secrets);
      const whole = alternate(1, { ours: () => run(archive, "--no-cache") }).ours;
      print(`${kind}, everything, cold`, whole);
      const cache = path.join(folder, `cache-${kind}`);
      run(archive, "--cache-dir", cache);
      const warm = alternate(5, { ours: () => run(archive, "--cache-dir", cache) }).ours;
      print(`${kind}, everything, warm`, warm);
      judge("  warm", warm.seconds, bars.warm, "s");
      judge("  peak memory", Math.max(cold.ours.megabytes, all.ours.megabytes, whole.megabytes), bars.megabytes, "MB");
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs each in turn, and gives the median of each figure, and the highest memory. */
function alternate(times, runs) {
  const found = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let at = 0; at < times; at++)
    for (const [name, run] of Object.entries(runs)) {
      const outcome = run();
      if (outcome.status !== 0 && outcome.status !== 1)
        throw new Error(`${name} ended with ${outcome.status}: ${outcome.stderr}`);
      found[name].push(outcome);
    }
  const middle = (outcomes, field) => outcomes.map((outcome) => outcome[field]).toSorted((a, b) => a - b)[outcomes.length >> 1];
  return Object.fromEntries(
    Object.entries(found).map(([name, outcomes]) => [
      name,
      {
        seconds: middle(outcomes, "seconds"),
        cpu: middle(outcomes, "cpu"),
        megabytes: Math.max(...outcomes.map((outcome) => outcome.megabytes)),
      },
    ]),
  );
}

function print(name, ours, peer, theirs, bar) {
  const figures = ({ seconds, cpu, megabytes }) =>
    `${seconds.toFixed(2)} s (${cpu.toFixed(2)} s of CPU, ${megabytes.toFixed(0)} MB)`;
  console.log([name, figures(ours), ...(theirs ? [`${peer} ${figures(theirs)}`] : [])].join("  "));
  if (peer !== undefined && theirs === undefined) console.log(`  ${peer} was not found`);
  if (theirs && bar !== undefined) judge(`  ratio to ${peer}`, ours.seconds / theirs.seconds, bar, "");
  else if (theirs) console.log(`  ratio to ${peer} ${(ours.seconds / theirs.seconds).toFixed(3)}`);
}

function judge(name, value, bar, unit) {
  const digits = unit === "MB" ? 0 : 3;
  console.log(
    `${name} ${value.toFixed(digits)} ${unit}`.trimEnd(),
    `(bar ${bar.toFixed(digits)}: ${value <= bar ? "met" : "MISSED"})`,
  );
}
