import { describe, expect, it } from "vitest";
import { findPrivilegeDrop } from "../../../src/parse/shell/privilege-drop.ts";

const asRoot = '[ "$(id -u)" = 0 ]';

function read(script: string): unknown {
  const { drop, handsOver } = findPrivilegeDrop(script);
  if (!drop) return { handsOver };
  const { user, account, span, replaces, condition, commands } = drop;
  return { handsOver, user: user.value, account, text: script.slice(span.start, span.end), replaces, condition, commands };
}

describe("an entrypoint that hands its process to another account", () => {
  it("only when it starts as root", () => {
    expect(read(`if ${asRoot}; then chown x; exec gosu redis "$0" "$@"; fi\nexec "$@"`)).toEqual({
      handsOver: true,
      user: "redis",
      account: "redis",
      text: 'exec gosu redis "$0" "$@"',
      replaces: true,
      condition: "root",
      commands: [],
    });
  });

  it("only for one command", () => {
    expect(read(`if [ "$1" = 'redis-server' -a "$(id -u)" = '0' ]; then exec su-exec redis "$@"; fi\nexec "$@"`)).toMatchObject({
      user: "redis",
      condition: "command",
      commands: ["redis-server"],
    });
    expect(read('case "$1" in rabbit*) exec gosu rabbit "$@";; esac\nexec "$@"')).toMatchObject({
      condition: "command",
      commands: ["rabbit*"],
    });
  });

  it("in a function that the script calls", () => {
    const script = `_main() { if [ "$1" = "db" ] && ! _want_help "$@"; then if ${asRoot}; then exec gosu db "$BASH_SOURCE" "$@"; fi; fi; exec "$@"; }
if ! _is_sourced; then _main "$@"; fi`;
    expect(read(script)).toMatchObject({ handsOver: true, user: "db", condition: "command", commands: ["db"] });
  });

  it.each([
    ['exec setpriv --reuid=app --regid=app --clear-groups "$@"', "app"],
    ["exec chroot --userspec=app:app / nginx", "app:app"],
    ["exec su app -c 'node a.js'", "app"],
    ["exec runuser -u app -- node a.js", "app"],
    ["exec s6-setuidgid app node", "app"],
    ['ID=${ID:-1000}\nexec su-exec "$ID:$ID" "$0" "$@"', "1000:1000"],
    ['if x; then exec gosu app a; else exec gosu app "$@"; fi', "app"],
    ['exec su-exec ${PUID:-1000}:${PGID:-1000} "$@"', "1000:1000"],
    ['U=app\nexec gosu "$U" "$@"', "app"],
    [': "${U:=app}"\nexec gosu "$U" "$@"', "app"],
    [`${asRoot} && set -- gosu app "$@"\nexec "$@"`, "app"],
    [`if [ "$(id -u)" != 0 ]; then exec "$@"; else exec gosu app "$@"; fi`, "app"],
    ['[[ $EUID -eq 0 ]] && exec gosu app "$@"\nexec "$@"', "app"],
  ])("%s", (script, account) => {
    const { drop } = findPrivilegeDrop(script);
    expect([drop?.account, drop?.replaces, drop?.conditional]).toEqual([account, true, false]);
  });

  it("leaves a root shell behind without exec", () => {
    expect(findPrivilegeDrop("su app -c 'exec node a.js'").drop?.replaces).toBe(false);
  });

  it("only under a condition that may not hold", () => {
    expect(findPrivilegeDrop('if [ "$DROP" = yes ]; then exec gosu a b; else exec b; fi').drop).toMatchObject({
      condition: "other",
      conditional: true,
    });
  });

  it("to an account that nobody knows", () => {
    expect(findPrivilegeDrop('exec gosu "$WHO" "$@"').drop).toMatchObject({ account: undefined, conditional: false });
  });
});

describe("an entrypoint that stays root", () => {
  it.each([
    ['exec gosu root "$@"', true],
    ["exec gosu 0:0 nginx", false],
    ["su app -c init\nexec nginx", false],
    ["gosu app init; exec nginx", false],
    ['echo hi\nexec "$@"', true],
    ["nginx", false],
    ["", false],
  ])("%s", (script, handsOver) => {
    expect(read(script)).toEqual({ handsOver });
  });
});
