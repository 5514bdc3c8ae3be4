/** How a program that runs another one reads its own arguments. */
export interface Wrapper {
  /** Short options that take a value, as one string of letters. */
  readonly short?: string;
  /** Long options that take a value as a separate word, without dashes. */
  readonly long?: readonly string[];
  /** Operands before the command: the duration of timeout, the account of gosu. */
  readonly operands?: number;
  /** NAME=value words may stand before the command. */
  readonly assignments?: boolean;
  /** The first operand is the account. */
  readonly userOperand?: boolean;
  /** Options whose value is the account. */
  readonly userOptions?: readonly string[];
  /** With one of these it runs nothing: `command -v`. */
  readonly queries?: readonly string[];
  /** `su` and `runuser`: `-c SCRIPT` holds a script, the operand is the account. */
  readonly script?: boolean;
}

const account: Wrapper = { operands: 1, userOperand: true };
const plain: Wrapper = {};

/** Programs that run the rest of their line. */
export const wrappers: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  [
    "sudo",
    {
      short: "uUgGCpPhrtTDRc",
      long: ["user", "group", "close-from", "prompt", "host", "role", "type", "command-timeout", "chdir", "chroot", "other-user"],
      assignments: true,
      userOptions: ["u", "user"],
      queries: ["l", "list", "v", "validate", "V", "version", "K", "e", "edit"],
    },
  ],
  ["doas", { short: "uC", userOptions: ["u"] }],
  ["exec", { short: "a" }],
  ["command", { queries: ["v", "V"] }],
  ["builtin", plain],
  ["env", { short: "uCS", long: ["unset", "chdir"], assignments: true }],
  ["nice", { short: "n", long: ["adjustment"] }],
  ["ionice", { short: "cn", long: ["class", "classdata"], queries: ["p", "pid"] }],
  ["time", { short: "fo", long: ["format", "output"] }],
  ["nohup", plain],
  ["setsid", plain],
  ["stdbuf", { short: "ioe", long: ["input", "output", "error"] }],
  ["timeout", { short: "ks", long: ["kill-after", "signal"], operands: 1 }],
  ["flock", { short: "wE", long: ["timeout", "wait", "conflict-exit-code"], operands: 1 }],
  ["chrt", { short: "TPD", operands: 1 }],
  ["taskset", { operands: 1, queries: ["p", "pid"] }],
  ["fakeroot", plain],
  ["eatmydata", plain],
  ["xvfb-run", { short: "enpsfw", long: ["error-file", "server-num", "server-args", "auth-file", "wait"] }],
  ["with-contenv", plain],
  ["gosu", account],
  ["su-exec", account],
  ["s6-setuidgid", account],
  ["setuidgid", account],
  ["setuser", account],
  ["s6-applyuidgid", { short: "ugG", userOptions: ["u"] }],
  ["chpst", { short: "uUbednmoptcf/", userOptions: ["u"] }],
  [
    "setpriv",
    {
      long: [
        "reuid",
        "ruid",
        "euid",
        "regid",
        "rgid",
        "egid",
        "groups",
        "inh-caps",
        "ambient-caps",
        "bounding-set",
        "securebits",
        "pdeathsig",
        "selinux-label",
        "apparmor-profile",
      ],
      userOptions: ["reuid", "ruid", "euid"],
      queries: ["d", "dump"],
    },
  ],
  ["chroot", { long: ["userspec", "groups"], operands: 1, userOptions: ["userspec"] }],
  ["su", { short: "cgGsTw", long: ["command", "group", "supp-group", "shell", "session-command"], script: true }],
  [
    "runuser",
    {
      short: "cugGsTw",
      long: ["command", "user", "group", "supp-group", "shell", "session-command"],
      script: true,
      userOptions: ["u", "user"],
    },
  ],
  ["tini", { short: "pe" }],
  ["docker-init", { short: "pe" }],
  ["catatonit", plain],
  ["dumb-init", { short: "r", long: ["rewrite"] }],
]);
