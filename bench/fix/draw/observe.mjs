// What a running container does: its state, what its ports answer, what it says, how its check and its stop end.
import { docker, inspect, pause, prefix } from "./docker.mjs";

/** Ports that listen, each with the first line of the answer to a request. Docker's own resolver is no port of the container. */
const askPorts = `cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4=="0A"{split($2,a,":"); if (a[1]!="0B00007F") print a[2]}' | sort -u |
while read p; do n=$(printf %d 0x$p); [ $n -lt 32768 ] && echo "$n $(printf 'GET / HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' |
timeout 3 nc -w 2 127.0.0.1 $n 2>/dev/null | head -1 | tr -cd ' -~' | cut -c1-60)"; done; true`;

const databases = {
  5432: `p="\${POSTGRES_PASSWORD:-$(cat "$POSTGRES_PASSWORD_FILE" 2>/dev/null)}"; u="\${POSTGRES_USER:-$(cat "$POSTGRES_USER_FILE" 2>/dev/null)}"; u="\${u:-postgres}"
d="\${POSTGRES_DB:-$(cat "$POSTGRES_DB_FILE" 2>/dev/null)}"; PGPASSWORD="$p" psql -qAt -h "$(hostname -i)" -U "$u" -d "\${d:-$u}" -c 'create table if not exists draw (i int); insert into draw values (1); checkpoint' && echo "written by $u $(echo "$p" | md5sum)"`,
  6379: `p="$(tr '\\0' ' ' </proc/1/cmdline | sed -n 's/.*requirepass \\([^ ]*\\).*/\\1/p')"; export REDISCLI_AUTH="\${REDIS_PASSWORD:-$p}"; redis-cli set draw 1; redis-cli save`,
  3306: `v() { f="$1_FILE"; [ -n "\${!1}" ] && echo "\${!1}" || { [ -n "\${!f}" ] && cat "\${!f}"; }; }
for k in MARIADB MYSQL; do p="$(v $k"_ROOT_PASSWORD")"; [ -n "$p" ] && MYSQL_PWD="$p" mariadb -h "$(hostname -i)" -uroot -e 'create database if not exists draw; create table if not exists draw.t (i int); insert into draw.t values (1)' && echo "root writes $(echo "$p" | md5sum)"
p="$(v $k"_PASSWORD")"; u="$(v $k"_USER")"; [ -n "$u" ] && MYSQL_PWD="$p" mariadb -h "$(hostname -i)" -u"$u" -e 'select 1' >/dev/null && echo "$u enters $(echo "$p" | md5sum)"; done; true`,
};

const denials =
  /permission denied|read-only file system|operation not permitted|EACCES|EROFS|EPERM|not permitted|cannot (?:create|open|write|touch)|no such file or directory|unable to (?:open|create|write)/i;

/** Watches until it ends, or for as long as it takes to start. */
export async function observe(id, { seconds = 20, expected } = {}) {
  const begin = Date.now();
  let seen;
  for (;;) {
    await pause(1500);
    const container = await inspect(id);
    const { Running: running, ExitCode: exit } = container.State;
    if (!running) {
      seen = { running, exit };
      break;
    }
    seen = { running, ports: await readPorts(id) };
    const age = (Date.now() - begin) / 1000;
    const settled = expected
      ? expected.ports?.join() === seen.ports.join() && seen.ports.length > 0
      : seen.ports.some((port) => / ./.test(port) || Object.hasOwn(databases, port.trim()));
    if (age > seconds || (age > 5 && settled)) break;
  }
  if (seen.running) {
    const found = await Promise.all(seen.ports.map((port) => askDatabase(id, Number.parseInt(port, 10))));
    seen.data = found.filter((line) => line !== undefined);
    seen.check = await runCheck(id);
  }
  return { ...seen, ...(await readLog(id)) };
}

async function readPorts(id) {
  const args = ["run", "--rm", "--label", `${prefix}=probe`, "--network", `container:${id}`, "alpine:3.14", "sh", "-c", askPorts];
  return (await docker(args, { seconds: 90 })).out.split("\n").filter((line) => line !== "");
}

async function askDatabase(id, port) {
  const script = Object.hasOwn(databases, port) ? databases[port] : undefined;
  if (script === undefined) return undefined;
  let result;
  for (let attempt = 0; attempt < 6; attempt++) {
    result = await docker(["exec", id, "bash", "-c", script]);
    if (result.code === 0 && result.err === "") break;
    await pause(1500);
  }
  return `${result.code} ${result.out} ${result.err}`.slice(0, 300);
}

/** The health check, run by hand until it passes: its interval may be long. */
async function runCheck(id) {
  const { Config } = await inspect(id);
  const test = Config.Healthcheck?.Test ?? ["NONE"];
  if (test.length === 0 || test[0] === "NONE") return undefined;
  let result;
  for (let attempt = 0; attempt < 8; attempt++) {
    const command = test[0] === "CMD" ? test.slice(1) : [...(Config.Shell ?? ["/bin/sh", "-c"]), test[1]];
    result = await docker(["exec", id, ...command], { seconds: 20 });
    if (result.code === 0) break;
    await pause(1500);
  }
  return `${result.code} ${result.code === 0 ? "" : `${result.out} ${result.err}`.slice(-200)}`.trim();
}

async function readLog(id) {
  const { out, err } = await docker(["logs", id]);
  const lines = `${out}\n${err}`.split("\n").filter((line) => line.trim() !== "");
  const plain = lines.map((line) => line.replaceAll(/[0-9a-f]{12,}|\d+/g, "#").trim());
  return {
    start: plain.slice(0, 4),
    denied: [...new Set(plain.filter((line) => denials.test(line)))].slice(0, 5),
    tail: lines.slice(-5),
  };
}

/** Whether it ends by itself when it is told to. */
export async function stop(id) {
  await docker(["stop", "-t", "8", id]);
  return (await inspect(id)).State.ExitCode;
}

/** Why the second does not do what the first did; undefined where it does. */
export function compare(before, after) {
  if (after.error) return after.error;
  if (before.running !== after.running) return after.running ? "runs, and did not" : `ends with ${after.exit}`;
  if (!before.running && before.exit !== after.exit) return `ends with ${after.exit}, not with ${before.exit}`;
  if (!before.running) return before.start[0] === after.start[0] ? undefined : "says something else";
  if (before.ports.join() !== after.ports.join()) return `ports: ${after.ports.join()}, not ${before.ports.join()}`;
  if (before.data.join() !== after.data.join()) return `data: ${after.data.join()}, not ${before.data.join()}`;
  if (after.check && !after.check.startsWith("0") && !before.check?.startsWith(after.check[0])) return `check: ${after.check}`;
  const denied = newDenials(before, after);
  // An entrypoint may try what it can do without: where data was written, a line alone is no harm.
  return denied.length > 0 && after.data.length === 0 ? `says: ${denied.join(" / ")}` : undefined;
}

/** Lines on what was denied that were not there before. */
export function newDenials(before, after) {
  return (after.denied ?? []).filter((line) => !before.denied.includes(line));
}

/** How far a case was exercised. */
export function depth({ running, ports, data, start }) {
  if (!running) return start.length > 0 ? "ends with the same output" : "ends with the same status";
  if (data.length > 0) return "data written";
  return ports.length > 0 ? "answers on its port" : start.length > 0 ? "runs and says the same" : "runs";
}
