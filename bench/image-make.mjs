// An image of this machine's own /usr, as archives of docker save with plain, gzip and zstd layers.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

const LAYERS = 4;
/** What does not fit beside the rest: one folder must not be the whole image. */
const LARGEST = 600;
const types = { plain: "tar", gzip: "tar+gzip", zstd: "tar+zstd" };

/**
 * Makes the image in `folder` and gives the path of each archive and the bytes of its plain layers. What is taken of /usr is decided
 * by the digest of each path, so that a run beside another takes the same.
 */
export function makeImage(folder, megabytes) {
  const layers = splitUsr(megabytes).map((paths, at) => makeLayer(folder, at, paths));
  const bytes = layers.reduce((sum, layer) => sum + statSync(layer).size, 0);
  const diffIds = layers.map(digestOf);
  const archives = {};
  for (const kind of Object.keys(types)) archives[kind] = makeArchive(folder, kind, layers, diffIds);
  for (const layer of layers) for (const suffix of ["", ".gz", ".zst"]) rmSync(`${layer}${suffix}`, { force: true });
  return { archives, bytes, layers: layers.length };
}

function splitUsr(megabytes) {
  const all = readdirSync("/usr", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "src")
    .flatMap((entry) => readdirSync(path.join("/usr", entry.name)).map((name) => `usr/${entry.name}/${name}`));
  const sizes = sizesOf(all);
  const ordered = all
    .filter((name) => (sizes.get(name) ?? 0) <= LARGEST)
    .toSorted((a, b) => orderOf(a).localeCompare(orderOf(b)));
  // The release and the database of packages come first, as in an image that was built on a base.
  const layers = Array.from({ length: LAYERS }, () => []);
  layers[0].push("etc/os-release", "usr/lib/os-release", "var/lib/dpkg/status", "var/lib/dpkg/info");
  let taken = 0;
  for (const name of ordered) {
    if (taken >= megabytes) break;
    layers[Math.min(LAYERS - 1, Math.floor((taken / megabytes) * LAYERS))].push(name);
    taken += sizes.get(name) ?? 0;
  }
  return layers;
}

function sizesOf(names) {
  const said = execFileSync("du", ["-s", "--apparent-size", "--block-size=1", "-0", "--files0-from=-"], {
    cwd: "/",
    input: names.join("\0"),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return new Map(
    said
      .split("\0")
      .filter((line) => line !== "")
      .map((line) => [line.slice(line.indexOf("\t") + 1), Number(line.slice(0, line.indexOf("\t"))) / 1e6]),
  );
}

function orderOf(name) {
  return createHash("sha256").update(name).digest("hex");
}

function makeLayer(folder, at, paths) {
  const file = path.join(folder, `layer${at}.tar`);
  execFileSync("tar", [
    "-cf",
    file,
    "-C",
    "/",
    "--sort=name",
    "--numeric-owner",
    "--no-recursion",
    ...parentsOf(paths),
    "--recursion",
    ...paths,
  ]);
  execFileSync("gzip", ["-6", "-kn", file]);
  execFileSync("zstd", ["-q", "-3", file]);
  return file;
}

function parentsOf(paths) {
  const parents = new Set();
  for (const name of paths)
    for (let parent = path.dirname(name); parent !== "."; parent = path.dirname(parent)) parents.add(parent);
  return [...parents].toSorted();
}

function makeArchive(folder, kind, layers, diffIds) {
  const place = path.join(folder, kind);
  const blobs = path.join(place, "blobs/sha256");
  mkdirSync(blobs, { recursive: true });
  const put = (mediaType, value) => {
    const text = JSON.stringify(value);
    const digest = createHash("sha256").update(text).digest("hex");
    writeFileSync(path.join(blobs, digest), text);
    return { mediaType, digest: `sha256:${digest}`, size: Buffer.byteLength(text) };
  };
  const described = layers.map((layer) => {
    const file = `${layer}${{ plain: "", gzip: ".gz", zstd: ".zst" }[kind]}`;
    const digest = digestOf(file);
    const target = path.join(blobs, digest.slice("sha256:".length));
    try {
      linkSync(file, target);
    } catch {
      copyFileSync(file, target);
    }
    return { mediaType: `application/vnd.oci.image.layer.v1.${types[kind]}`, digest, size: statSync(file).size };
  });
  const config = put("application/vnd.oci.image.config.v1+json", {
    architecture: { x64: "amd64" }[process.arch] ?? process.arch,
    os: "linux",
    config: { Cmd: ["bash"], Env: ["PATH=/usr/local/bin:/usr/bin:/bin"] },
    rootfs: { type: "layers", diff_ids: diffIds },
    history: layers.map((_, at) => ({ created_by: `COPY part${at} /` })),
  });
  const manifest = put("application/vnd.oci.image.manifest.v1+json", {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config,
    layers: described,
  });
  const blobOf = ({ digest }) => `blobs/sha256/${digest.slice("sha256:".length)}`;
  writeFileSync(path.join(place, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(path.join(place, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
  writeFileSync(
    path.join(place, "manifest.json"),
    JSON.stringify([{ Config: blobOf(config), RepoTags: ["bench/usr:1"], Layers: described.map(blobOf) }]),
  );
  const archive = path.join(folder, `${kind}.tar`);
  execFileSync("tar", ["-cf", archive, "-C", place, "manifest.json", "index.json", "oci-layout", "blobs"]);
  rmSync(place, { recursive: true });
  return archive;
}

function digestOf(file) {
  return `sha256:${execFileSync("sha256sum", [file], { encoding: "utf8" }).slice(0, 64)}`;
}
