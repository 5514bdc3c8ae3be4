import { DEAF, EXECERS, INITS, INTERPRETERS, LAUNCHERS, RUNNERS, SERVERS, SHELLS } from "./programs.ts";

export interface Pid1Class {
  readonly verdict: "init" | "good" | "bad" | "unknown";
  readonly reason: string;
}

/** What a command does as PID 1: reaps and forwards, handles signals itself, is known to do neither, or nobody knows. Shell scripts are the caller's to follow. */
export function classifyPid1(argv: readonly string[]): Pid1Class {
  let words = argv;
  // Each step takes at least one word off: `gosu app env X=1 nginx`.
  for (;;) {
    const [first] = words;
    if (first === undefined) return { verdict: "unknown", reason: "no command" };
    const name = programName(first);
    if (INITS.has(name) || isInitPath(first))
      return { verdict: "init", reason: `${name} is an init: it forwards signals and reaps` };
    const skip = EXECERS.get(name);
    if (skip === undefined) return classifyProgram(name, first, words.slice(1));
    words = afterWrapper(name, skip, words.slice(1));
  }
}

/** Name of a program without path and `.exe`, in lower case; versions of one program are one: `python3.11`, `php-fpm8.2`. */
export function programName(word: string): string {
  const name = word
    .slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1)
    .toLowerCase()
    .replace(/\.exe$/, "");
  return /^(?:python|pypy|ruby|perl|php|php-fpm|node|lua|java)-?[\d.]+$/.test(name) && name !== "python2" && name !== "python3"
    ? name.replace(/-?[\d.]+$/, "")
    : name;
}

function isInitPath(word: string): boolean {
  return (
    word === "/init" ||
    word === "init" ||
    /^\/(?:usr\/)?(?:sbin\/init|lib\/systemd\/systemd)$/.test(word) ||
    word.endsWith("/s6-overlay/bin/init")
  );
}

/** The command that a program execs: its own words, options and assignments taken off. */
function afterWrapper(name: string, own: number, words: readonly string[]): readonly string[] {
  let at = 0;
  if (name === "bundle" || name === "poetry" || name === "pipenv" || name === "doppler") {
    const verb = words.findIndex((word) => !word.startsWith("-"));
    if (verb < 0 || (words[verb] !== "exec" && words[verb] !== "run")) return [];
    at = verb + 1;
  } else at = own;
  while (at < words.length) {
    const word = words[at] ?? "";
    if (word === "--") return words.slice(at + 1);
    if (name === "env" && /^[A-Za-z_]\w*=/.test(word)) at++;
    else if (word.startsWith("-")) at += takesValue(name, word) ? 2 : 1;
    else return words.slice(at);
  }
  return [];
}

function takesValue(name: string, option: string): boolean {
  if (option.includes("=")) return false;
  if (name === "nice") return option === "-n" || option === "--adjustment";
  if (name === "ionice") return option === "-c" || option === "-n";
  if (name === "chpst") return /^-[uUbemdofcprtls/n]$/.test(option);
  if (name === "setpriv")
    return /^--(?:reuid|regid|groups|inh-caps|ambient-caps|bounding-set|securebits|pdeathsig|ruid|euid|rgid|egid)$/.test(option);
  if (name === "env") return option === "-u" || option === "-C";
  return name === "stdbuf" ? /^-[ioe]$/.test(option) : false;
}

function classifyProgram(name: string, word: string, args: readonly string[]): Pid1Class {
  if (SHELLS.has(name)) return classifyShell(name, args);
  if (RUNNERS.has(name)) return { verdict: "bad", reason: `${name} starts the app as a child and does not hand signals on` };
  if (INTERPRETERS.has(name)) return classifyInterpreter(name, args);
  if (isReloading(name, args))
    return { verdict: "bad", reason: `${name} with a reloader runs the app as a child, for development` };
  if (LAUNCHERS.has(name)) return { verdict: "bad", reason: `${name} is a launcher: the app is its child` };
  if (SERVERS.has(name)) return { verdict: "good", reason: `${name} handles signals and leaves no zombies` };
  if (DEAF.has(name)) return { verdict: "bad", reason: `${name} has no handler for TERM, so the kernel drops it for PID 1` };
  if (name === "uwsgi") return classifyUwsgi(args);
  if (name === "rails" && /^(?:s|server)$/.test(args[0] ?? ""))
    return { verdict: "good", reason: "rails server runs puma, which handles signals" };
  if (name === "fastapi" && args[0] === "run")
    return { verdict: "good", reason: "fastapi run is uvicorn, which handles signals" };
  if (
    (name === "fastapi" && args[0] === "dev") ||
    (name === "go" && args[0] === "run") ||
    (name === "flask" && args.includes("run"))
  ) {
    return {
      verdict: "bad",
      reason: `${name} ${name === "fastapi" ? "dev" : "run"} is for development and does not handle TERM`,
    };
  }
  if (/\.(?:py|[cm]?js|rb|php|pl)$/.test(name))
    return {
      verdict: "bad",
      reason: `${name} runs in a bare interpreter: as PID 1 it ignores TERM unless the app handles it, and never reaps`,
    };
  return {
    verdict: "unknown",
    reason: /\.(?:sh|bash)$|entrypoint/.test(name)
      ? `${word} is a script that nobody read`
      : `nobody knows how ${name} behaves as PID 1`,
  };
}

function classifyShell(name: string, args: readonly string[]): Pid1Class {
  const script = args.find((arg) => !/^[-+]/.test(arg));
  if (args.some((arg) => /^-[a-z]*c[a-z]*$/.test(arg)))
    return { verdict: "bad", reason: `${name} -c stays PID 1 unless it execs, and hands no signals on` };
  if (script === undefined) return { verdict: "bad", reason: `${name} is an interactive shell` };
  return { verdict: "unknown", reason: `${script} is a script that nobody read` };
}

function classifyInterpreter(name: string, args: readonly string[]): Pid1Class {
  const module = args[args.indexOf("-m") + 1];
  if (name.startsWith("py") && args.includes("-m") && module !== undefined) {
    const found = classifyProgram(module, module, args.slice(args.indexOf("-m") + 2));
    if (found.verdict !== "unknown") return found;
    return { verdict: "bad", reason: `${name} -m ${module} is a bare interpreter` };
  }
  return {
    verdict: "bad",
    reason:
      args.length === 0
        ? `${name} alone is an interactive interpreter`
        : `${name} on the app's file is a bare interpreter: as PID 1 it ignores TERM unless the app handles it, and never reaps`,
  };
}

function isReloading(name: string, args: readonly string[]): boolean {
  if (name === "dotnet") return /^(?:run|watch)$/.test(args[0] ?? "");
  return /^(?:uvicorn|gunicorn|hypercorn|granian)$/.test(name) && args.includes("--reload");
}

function classifyUwsgi(args: readonly string[]): Pid1Class {
  if (args.includes("--die-on-term"))
    return { verdict: "good", reason: "uwsgi with die-on-term stops on TERM and reaps its workers" };
  return { verdict: "unknown", reason: "uwsgi reloads on TERM unless die-on-term is set, which its configuration may do" };
}
