// The corpora of the benchmarks, unpacked from ../shared/data into a folder of their own.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const data = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../shared/data");

export function unpack(names = ["dockerfiles", "compose"]) {
  if (!existsSync(data)) throw new Error("The benchmark needs the real files of ../shared/data; they are not there.");
  const folder = mkdtempSync(path.join(tmpdir(), "seaworthy-bench-"));
  for (const name of names) unpackOne(name, folder);
  return folder;
}

export function unpackOne(name, folder) {
  execFileSync("tar", ["-xJf", path.join(data, `${name}.tar.xz`), "-C", folder]);
}

/** The first `count` Dockerfiles, by name, that `accepts` takes. */
export function takeDockerfiles(folder, count, accepts) {
  const target = path.join(folder, "bench-dockerfiles");
  mkdirSync(path.join(target, ".git"), { recursive: true });
  const names = readdirSync(path.join(folder, "dockerfiles")).toSorted();
  let taken = 0;
  for (const name of names) {
    if (taken === count) break;
    const from = path.join(folder, "dockerfiles", name);
    if (!accepts(path.join(from, "Dockerfile"))) continue;
    cpSync(from, path.join(target, name), { recursive: true });
    taken++;
  }
  return { target, taken };
}

/** Every Compose file below a folder. */
export function composeFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/.test(name))
    .map((name) => path.join(folder, name))
    .toSorted();
}
