// Turns a file of image facts (JSON, `images: [...]`) into lines of src/catalog/known-images.ts. The catalog is edited by hand: lines of
// names that it already has are left as they are, only new ones are added.
//   node scripts/make-catalog.mjs FACTS.json
import { readFileSync, writeFileSync } from "node:fs";

const target = new URL("../src/catalog/known-images.ts", import.meta.url);
const head = readFileSync(target, "utf8");
const open = head.indexOf("String.raw`") + "String.raw`".length;
const close = head.lastIndexOf("`");
const kept = head
  .slice(open, close)
  .split("\n")
  .filter((line) => line !== "");
const facts = JSON.parse(readFileSync(process.argv[2], "utf8"));

const bare = (text) => text.replace(/\s*\(.*$/, "").trim();
const inParens = (text) => /\((.*)\)\s*$/.exec(text)?.[1];
const isNumber = (value) => typeof value === "number";
const word = /^[\w$-]+(:[\w$-]+)?$/;

const CAPABILITY =
  /^(CHOWN|DAC_OVERRIDE|DAC_READ_SEARCH|FOWNER|SETGID|SETUID|SETFCAP|SETPCAP|NET_BIND_SERVICE|NET_RAW|NET_ADMIN|IPC_LOCK|SYS_\w+|MKNOD|AUDIT_WRITE)\b/;
const START_CONDITION = {
  asRoot_rootOwnedBind: "a bind mount or volume that root owns",
  asRoot_restart: "the second start",
};

function user(entry) {
  if (entry.varies?.includes("user") || entry.starts === "varies") return undefined;
  if (entry.user === null) return null;
  const { name, uid, gid } = entry.user;
  if (name !== undefined) return bare(name);
  return gid === undefined ? String(uid) : `${uid}:${gid}`;
}

function account(entry, uid, gid) {
  const named = entry.serviceUser ?? entry.user?.name;
  const name = named !== undefined && /^[a-z_][\w.-]*$/.test(bare(named)) ? bare(named) : undefined;
  const found = {
    name,
    uid: isNumber(uid) ? uid : entry.user?.uid,
    gid: isNumber(gid) ? gid : entry.user?.gid,
    group: entry.user?.group,
  };
  return found.name === undefined && found.uid === undefined ? undefined : found;
}

function capabilities(entry) {
  const given = entry.capsDropAll;
  if (given === undefined) return undefined;
  const when = {};
  const read = (list, condition) => {
    const names = [];
    for (const item of list) {
      for (const part of item.split(/, (?=[A-Z]{3})/)) {
        const text = part.replace(/^\(|\)$/g, (mark) => (part.startsWith("(") ? "" : mark));
        const name = CAPABILITY.exec(text)?.[1];
        if (name === undefined) return undefined;
        names.push(name);
        const why =
          inParens(text) ?? /^\w+ (?:if|for|with) (.+)$/.exec(text)?.[1] ?? (text.endsWith("?") ? "perhaps" : condition);
        if (why !== undefined) when[name] ??= why;
      }
    }
    return names;
  };
  let asStarted;
  const always = new Set();
  for (const [key, list] of Object.entries(given)) {
    if (!key.startsWith("asRoot") || !Array.isArray(list)) continue;
    const condition = START_CONDITION[key];
    const names = read(list, condition);
    if (names === undefined) continue;
    if (condition === undefined)
      for (const name of names) if (!/\(|\?| if /.test(list.find((item) => item.includes(name)) ?? "")) always.add(name);
    asStarted = [...new Set([...(asStarted ?? []), ...names])];
  }
  for (const name of always) delete when[name];
  const asUser = Array.isArray(given.asServiceUser) ? read(given.asServiceUser, undefined) : undefined;
  if (asStarted === undefined && asUser === undefined) return undefined;
  return {
    asStarted: asStarted?.sort(),
    asUser,
    when: Object.keys(when).length > 0 ? when : undefined,
    ...capabilityEvidence(entry),
  };
}

function capabilityEvidence(entry) {
  const sources = Object.entries(entry.sources);
  const guessed = sources.some(
    ([key, text]) =>
      text.startsWith("UNVERIFIED") &&
      key.split("/").some((part) => ["caps", "capsDropAll", "all", "drop", "per image"].includes(part)),
  );
  const measured = entry.verifiedHere === true && sources.some(([, text]) => text.startsWith("experiment A"));
  const from = sources.find(([key]) => /entrypoint|drop/.test(key))?.[1] ?? entry.sources.config ?? entry.sources.all;
  if (guessed || from === undefined) return { class: "general" };
  const versions = new Set();
  for (const [key, text] of sources) {
    if (!/config|entrypoint|drop|pid1|user|all/.test(key) || text.startsWith("UNVERIFIED")) continue;
    for (const match of text.matchAll(/(?:^|[ /])(\d+(?:\.\d+)*)(?:-[a-z]+)?(?=\/)/g)) versions.add(match[1]);
  }
  return {
    class: measured ? "measured" : "read",
    versions: [...versions].sort(),
    source: measured ? "run with the image's own entrypoint under cap_drop ALL" : shorten(from),
  };
}

/** `owner/repo@hash path (date) rest` → `owner/repo path, date`. */
function shorten(text) {
  if (text.startsWith("UNVERIFIED")) return "general";
  if (text.startsWith("inferred")) return "inferred from the entrypoint or Dockerfile";
  if (/^experiment A|^built here/.test(text)) return "measured";
  const found = /^([\w.-]+\/[\w.-]+)(?:@[0-9a-f]+)?(?: ([^ (;:{]+))?/.exec(text);
  if (found === null) return "read elsewhere";
  const date = /\((\d{4}-\d\d)/.exec(text)?.[1];
  return `read ${found[1]}${found[2] === undefined ? "" : ` ${found[2]}`}${date === undefined ? "" : `, ${date}`}`;
}

const FIELD = {
  mb: "megabytes",
  logs: "logs",
  fileEnv: "fileEnv",
  pid1: "pid1",
  tmpfs: "writable",
  copyUp: "copyUp",
  runAs: "runAs",
  uid: "account",
  user: "user",
  entrypoint: "entrypoint",
  cmd: "command",
  expose: "ports",
  ports: "ports",
  port: "listens",
  volumes: "volumes",
  volume: "volumes",
  health: "suggestedHealth",
  healthcheck: "suggestedHealth",
  hasHealthcheck: "health",
  floatingTags: "floatingTags",
  nnp: "noNewPrivileges",
  drop: "start",
  dropsWith: "dropsWith",
  distro: "distribution",
  stopsignal: "stopSignal",
  all: "*",
  config: "*",
  "default user root, no USER": "user",
};

function evidence(entry) {
  const found = {};
  for (const [key, text] of Object.entries(entry.sources)) {
    for (const part of key.split("/")) if (FIELD[part] !== undefined) found[FIELD[part]] ??= shorten(text);
  }
  if (entry.sources.config !== undefined) found["*"] = shorten(entry.sources.config);
  found["*"] ??= found.user ?? found.entrypoint ?? found.command ?? "general";
  const repository = (text) => /^read [\w.-]+\/[\w.-]+/.exec(text)?.[0];
  for (const key of Object.keys(found))
    if (key !== "*" && (found[key] === found["*"] || repository(found[key]) === (repository(found["*"]) ?? "")))
      delete found[key];
  return found;
}

function paths(list) {
  return list
    ?.filter((item) => item.startsWith("/"))
    .map((item) => {
      const [path, rest] = [item.split(" ")[0], item.slice(item.indexOf(" ") + 1)];
      if (/exec/.test(rest) && rest !== item) return `${path}:exec`;
      const options = /\b(?:uid|gid|mode)=\d+(?:,(?:gid|mode)=\d+)*/.exec(item);
      if (options !== null && !item.includes("non-root")) return `${path}:${options[0]}`;
      return / \d+[gm]$/.test(item) ? `${path}:size=${rest}` : path;
    })
    .flatMap((path) => {
      const group = /^(.*)\{(.*)\}$/.exec(path);
      return group === null ? [path] : group[2].split(",").map((name) => group[1] + name);
    });
}

function logs(text) {
  if (text === undefined) return {};
  const logPaths = [...text.matchAll(/(?:^|[ (])((?:\/[\w.-]+)+|[a-z]+\/logs?\b)/g)]
    .map((match) => match[1])
    .filter((path) => path.startsWith("/"));
  const out = /std|tailed/.test(text);
  const onlyWhen = /only|\(links|LOG_FILE|unless/.test(text);
  if (text.startsWith("syslog")) return { logs: "syslog" };
  if (/shared memory/.test(text)) return { logs: "files" };
  if (/links in/.test(text) || (out && !/ and |VOLUME|,|^\//.test(text))) return { logs: "stdout" };
  return { logs: out && !onlyWhen ? "both" : "files", logPaths: logPaths.length > 0 ? logPaths : undefined };
}

function runAs(text) {
  if (text === undefined || /^(root|rootless|PUID|build arg)/.test(text)) return {};
  if (text.startsWith("any uid")) return { runAs: "any", runAsNote: text.slice(7).replace(/^[ ;]+|^with /g, "") || undefined };
  const value = text.split(" ")[0];
  if (!word.test(value) || value.startsWith("$")) return {};
  const note = text
    .slice(value.length)
    .replace(/^ \(|\)$| \/ .*|^ = | or .*/g, "")
    .trim();
  return { runAs: value, runAsNote: note === "" || /alpine/.test(note) ? undefined : note };
}

function patch(entry, given, base) {
  const { uid, gid, mb, cmd, expose, port, ...rest } = given;
  return {
    ...(uid === undefined
      ? {}
      : { account: { ...base, uid, gid: gid ?? base?.gid }, users: base?.name === undefined ? undefined : { [base.name]: uid } }),
    ...(cmd === undefined ? {} : { command: cmd }),
    ...(expose === undefined ? {} : { ports: expose }),
    ...(port === undefined ? {} : { listens: [port] }),
    ...(mb === undefined ? {} : { megabytes: mb }),
    ...rest,
  };
}

function record(entry) {
  const [uid, uidAlpine] =
    typeof entry.uid === "string" && /^\d+ \(debian\)/.test(entry.uid)
      ? entry.uid.match(/\d+/g).map(Number)
      : [entry.uid, entry.uidAlpine];
  const rootOnly = entry.starts === "root" || entry.starts === "varies";
  const found = account(entry, uid === 0 ? undefined : uid, uid === 0 ? undefined : entry.gid);
  const varies = new Set(entry.varies);
  const ports = Array.isArray(entry.port)
    ? entry.port.map((port) => Number.parseInt(port, 10))
    : isNumber(entry.port)
      ? [entry.port]
      : undefined;
  const volumes = entry.image === "archivebox/archivebox" ? ["/data"] : entry.volumes;
  const byTag = {};
  for (const [glob, given] of Object.entries(entry.byTag ?? {}))
    if (!("static" in entry.byTag || "ubi" in entry.byTag)) byTag[glob] = patch(entry, given, found);
  if ((uidAlpine ?? entry.gidAlpine) !== undefined) {
    byTag["*alpine*"] = {
      ...byTag["*alpine*"],
      ...patch(entry, { uid: uidAlpine ?? uid, gid: entry.gidAlpine ?? uidAlpine }, found),
    };
  }
  const distro = Object.keys(entry.distro).length === 1 ? entry.distro["*"] : entry.distro;
  const health = Array.isArray(entry.healthcheck) ? entry.healthcheck : entry.healthcheck?.debian;
  if (entry.healthcheck?.alpine !== undefined)
    byTag["*alpine*"] = { ...byTag["*alpine*"], suggestedHealth: entry.healthcheck.alpine };
  const fileEnv = Array.isArray(entry.fileEnv)
    ? [
        ...new Set(
          entry.fileEnv.flatMap((name) =>
            /every|any variable/.test(name)
              ? [...(name.match(/[A-Z_]{5,}/g) ?? []), "*"]
              : (name.match(/[A-Za-z_*]*[A-Z*]{2}[\w*]*|^\w+__\w+$/g) ?? []),
          ),
        ),
      ]
    : undefined;
  return {
    kind: entry.kind,
    user: user(entry),
    start: entry.starts === "varies" || varies.has("starts") ? undefined : entry.starts,
    account: rootOnly || varies.has("user") ? undefined : found,
    users: found?.name !== undefined && found.uid !== undefined ? { [found.name]: found.uid } : undefined,
    dropsWith: entry.dropsWith?.split(/[ (]/)[0] || undefined,
    initIsRoot: entry.initUid0,
    entrypointNeedsRoot: entry.entrypointNeedsRoot,
    ...runAs(entry.runAs),
    entrypoint: varies.has("entrypoint") ? undefined : entry.entrypoint,
    command: varies.has("cmd") ? undefined : entry.cmd,
    pid1: varies.has("pid1") ? undefined : (entry.pid1 ?? undefined),
    pid1Is: entry.pid1Is,
    stopSignal: entry.stopSignal,
    health: varies.has("hasHealthcheck") ? undefined : entry.hasHealthcheck ? true : null,
    suggestedHealth: health ?? undefined,
    ports: varies.has("expose") ? undefined : entry.expose,
    listens: ports,
    volumes: volumes?.filter((path) => path.startsWith("/") && !path.includes("not declared") && !path.includes("=")),
    undeclaredVolumes: volumes?.filter((path) => path.startsWith("/") && path.includes("not declared")).map(bare),
    ...logs(entry.logs),
    caps: capabilities(entry),
    writable: paths(entry.tmpfs),
    copyUp: entry.copyUp?.map(bare),
    noNewPrivileges: entry.nnp === undefined ? undefined : entry.nnp.startsWith("ok"),
    noNewPrivilegesNote: entry.nnp === undefined || entry.nnp.startsWith("ok") ? undefined : entry.nnp,
    needsSocket: entry.needsSocket === undefined ? undefined : /^yes|executor|agent|reads/.test(entry.needsSocket),
    socketUse: entry.needsSocket === undefined || entry.needsSocket.startsWith("yes") ? undefined : entry.needsSocket,
    fileEnv: varies.has("fileEnv") ? undefined : fileEnv,
    fileEnvForm:
      entry.fileEnvSuffix === undefined
        ? undefined
        : entry.fileEnvSuffix.startsWith("_")
          ? `NAME${bare(entry.fileEnvSuffix)}`
          : entry.fileEnvSuffix.replace("prefix FILE__", "FILE__NAME"),
    fileEnvForbidden: entry.fileEnvForbidden,
    distribution: distro,
    megabytes: entry.mb,
    small: entry.size === "small",
    smallTags: entry.smallTags,
    nonRootVariant: entry.nonRootVariant?.map(bare).join(", "),
    floatingTags: entry.floatingTags,
    versionTagsOnly: entry.versionTagsOnly,
    byTag: Object.keys(byTag).length > 0 ? byTag : undefined,
    evidence: evidence(entry),
  };
}

const names = (entry) => [
  ...(entry.image.includes("*") && entry.pattern !== undefined ? [] : [entry.image]),
  ...(entry.aliases ?? []),
  ...(entry.sameFacts ?? []),
  ...(entry.pattern ?? []).map((glob) => `~${glob}`),
  ...(entry.tags ?? []).map((glob) => `@${glob}`),
];
const isEmpty = (value) => value === undefined || (Array.isArray(value) && value.length === 0);
const KEEP_EMPTY = new Set(["entrypoint", "command", "volumes", "ports", "fileEnv", "asStarted", "asUser", "writable"]);

/** The first name and the tags: aliases may have been added by hand. */
const identity = (key) => {
  const words = key.split(" ");
  return [words[0], ...words.filter((word) => word.startsWith("@")).sort()].join(" ");
};
const known = new Set(kept.map((line) => identity(line.slice(0, line.indexOf(" | ")))));
const added = facts.images
  .map((entry) => [[...new Set(names(entry))].join(" "), record(entry)])
  .filter(([key]) => !known.has(identity(key)))
  .map(([key, value]) => {
    const json = JSON.stringify(value, (field, item) => (isEmpty(item) && !KEEP_EMPTY.has(field) ? undefined : item));
    return `${key} | ${json.replaceAll("${", "$\\u007b").replaceAll("`", "\\u0060")}`;
  });
const sortKey = (line) => line.replace(/^~/, "").split(" ")[0];
const lines = [...kept, ...added].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0));
writeFileSync(target, `${head.slice(0, open)}\n${lines.join("\n")}\n${head.slice(close)}`);
process.stdout.write(`${added.length} added, ${kept.length} kept\n`);
