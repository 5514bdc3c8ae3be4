import { entryAt } from "../../model/compose/read.ts";
import type { CommandValue, Workload } from "../../model/workload.ts";
import { parseShell } from "../../parse/shell/parse.ts";
import { mentions } from "../../util/mentions.ts";
import { basename } from "../../util/path.ts";
import type { ServiceTarget } from "../settings/service.ts";

/** The health check of a service, or that of its image, names a variable. */
export function healthMentions({ service }: ServiceTarget, { health }: Workload, name: string): boolean {
  const test = health.state === "known" ? health.value.test : undefined;
  const text = test === undefined ? "" : test.form === "exec" ? test.words.join(" ") : test.script;
  return mentions(text, name) || mentions(JSON.stringify(entryAt(service.value, "healthcheck", "test")?.value ?? ""), name);
}

/** Commands that Compose runs in the container beside its main process. */
const hooks = ["post_start", "pre_stop"];

/** A hook of a service names a variable. */
export function hooksMention({ service }: ServiceTarget, name: string): boolean {
  return hooks.some((key) => {
    const hook = entryAt(service.value, key)?.value;
    const items = hook?.type === "list" ? hook.items : [];
    return items.some((item) => item.type === "map" && mentions(JSON.stringify(entryAt(item, "command")?.value ?? ""), name));
  });
}

/** Why a variable that only the main process gets may be missing in a hook. */
export function whyHookNeeds({ service }: ServiceTarget, name: string): string | undefined {
  const hook = hooks.find((key) => entryAt(service.value, key) !== undefined);
  return hook === undefined ? undefined : `its ${hook} may read ${name} itself`;
}

/**
 * Programs that ask whether something answers, and know nothing of the settings of an application. Clients of data stores have variables
 * of their own.
 */
const probe =
  /^(?:curl|wget|nc|ncat|netcat|test|\[|\[\[|true|:|exit|echo|grep|egrep|pgrep|pidof|ps|ls|stat|head|tail|wc|cut|tr|sleep|pg_isready|redis-cli|valkey-cli|mysqladmin|mariadb-admin|rabbitmq-diagnostics|rabbitmqctl)$/;
const ofClients = /^(?:PG[A-Z]+|MYSQL_PWD|REDISCLI_AUTH|VALKEYCLI_AUTH|RABBITMQ_ERLANG_COOKIE)$/;
const interpreter = /^(?:node|python[\d.]*|php|ruby|perl)$/;
const shell = /^(?:ba|da|a)?sh$/;

/**
 * Why a variable that only the main process gets may be missing in the health check, which is a process of its own: it runs a program that
 * may be the application's.
 */
export function whyHealthNeeds({ health }: Workload, name: string): string | undefined {
  if (health.state !== "known" || health.value.disabled) return undefined;
  const { test } = health.value;
  if (!test) return `its image has a health check that may read ${name} itself`;
  const other = programsOf(test).find((words) => ofClients.test(name) || !isProbe(words));
  return other === undefined ? undefined : `its health check runs ${other[0] ?? "a program"}, which may read ${name} itself`;
}

function programsOf(test: CommandValue): readonly (readonly string[])[] {
  const script = test.form === "shell" ? test.script : shell.test(basename(test.words[0] ?? "")) ? test.words[2] : undefined;
  if (script === undefined) return test.form === "exec" ? [test.words] : [];
  return parseShell(script).commands.map(({ name, args }) => [name?.value ?? "", ...args.map(({ value }) => value)]);
}

/** What loads a file of the application: one by its path, or a module that does not come with the language or for HTTP. */
const loadsFile =
  /\b(?:require|require_relative|import|include|include_once|require_once|load)\b\s*\(?\s*["'`]?(?:\.|\/|__)|\brequire_relative\b/;
const pythonModules = /\b(?:import|from)\s+(?!(?:urllib|http|socket|ssl|sys|os|json|requests|httpx|time|subprocess)\b)\w/;

/** An interpreter counts where its program stands in the words, and was seen neither to name the variable nor to load what may. */
function isProbe([first = "", option, ...rest]: readonly string[]): boolean {
  const program = basename(first);
  // `exec 3<>/dev/tcp/…` runs nothing.
  if (program === "exec") return option === undefined || isProbe([option, ...rest]);
  if (program === "mc") return option === "ready";
  if (program === "find") return ![option, ...rest].some((word) => /^-(?:exec|ok)/.test(word ?? ""));
  if (probe.test(program)) return true;
  if (!interpreter.test(program) || !/^-(?:[ecr]|-eval|-print)$/.test(option ?? "")) return false;
  const [script = ""] = rest;
  return !loadsFile.test(script) && !(program.startsWith("python") && pythonModules.test(script));
}
