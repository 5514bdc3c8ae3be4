import type { Argument, ScriptCommand } from "./script-commands.ts";

/** Managers of system packages; yum, dnf, microdnf and tdnf share one form and one cache. */
export type PackageManager = "apt" | "apk" | "dnf" | "zypper" | "pacman";

export interface PackageCommand {
  readonly manager: PackageManager;
  readonly action: "install" | "update" | "remove" | "autoremove" | "clean" | "other";
  /** The word that says what is done, as written. */
  readonly verb: string;
  readonly packages: readonly Argument[];
  /** Name of the group of `apk add --virtual`. */
  readonly group: string | undefined;
  /** Options as written, values of their own words left out. */
  readonly options: readonly string[];
}

interface Form {
  readonly manager: PackageManager;
  /** Options whose value is the next word. */
  readonly valued: ReadonlySet<string>;
  readonly actions: ReadonlyMap<string, PackageCommand["action"]>;
}

const apt: Form = {
  manager: "apt",
  valued: words("-o --option -c --config-file -t --target-release --default-release -a --host-architecture -q="),
  actions: verbs({
    install: "install reinstall build-dep satisfy",
    update: "update",
    remove: "remove purge",
    autoremove: "autoremove autopurge",
    clean: "distclean",
  }),
};
const apk: Form = {
  manager: "apk",
  valued: words("-t --virtual -X --repository -p --root --repositories-file --keys-dir --cache-dir --arch --wait --progress-fd"),
  actions: verbs({ install: "add fix", update: "update upgrade", remove: "del" }),
};
const dnf: Form = {
  manager: "dnf",
  valued: words(
    "-c --config -x --exclude --enablerepo --disablerepo --repo --repoid --releasever --installroot --setopt -d -e -R --forcearch --comment",
  ),
  actions: verbs({
    install:
      "install in localinstall install-n install-na install-nevra groupinstall reinstall rei update up upgrade update-to upgrade-to upgrade-minimal update-minimal up-min localupdate groupupdate downgrade dg distro-sync dsync builddep swap",
    update: "makecache mc check-update",
    remove: "remove rm erase groupremove",
    autoremove: "autoremove",
    clean: "clean",
  }),
};
const zypper: Form = {
  manager: "zypper",
  valued: words("-R --root -D --reposd-dir -C --cache-dir --repo -r --from --type -t --plus-repo -p --installroot"),
  actions: verbs({
    install: "install in source-install si update up dist-upgrade dup patch install-new-recommends inr",
    update: "refresh ref",
    remove: "remove rm",
    clean: "clean cc",
  }),
};
const forms: ReadonlyMap<string, Form> = new Map([
  ["apt-get", apt],
  ["apt", apt],
  ["aptitude", apt],
  ["apk", apk],
  ["yum", dnf],
  ["dnf", dnf],
  ["dnf5", dnf],
  ["microdnf", dnf],
  ["tdnf", dnf],
  ["zypper", zypper],
]);

/** What a call of a package manager does; undefined for other programs. */
export function readPackageCommand(command: ScriptCommand): PackageCommand | undefined {
  const { program } = command;
  if (program === "pacman") return readPacman(command.args);
  if (program === "yum-builddep")
    return { manager: "dnf", action: "install", verb: "builddep", packages: [], group: undefined, options: [] };
  const form = forms.get(program);
  return form && readForm(form, command.args);
}

function readForm(form: Form, args: readonly Argument[]): PackageCommand {
  const operands: Argument[] = [];
  const options: string[] = [];
  let group: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index];
    if (!arg) continue;
    if (!arg.text.startsWith("-") || arg.text === "-") {
      operands.push(arg);
      continue;
    }
    options.push(arg.text);
    const attached = /^--virtual=(.*)$/.exec(arg.text)?.[1] ?? (form === apk ? /^-t(.+)$/.exec(arg.text)?.[1] : undefined);
    if (attached !== undefined) group = attached;
    if (!form.valued.has(arg.text)) continue;
    index++;
    if (form === apk && (arg.text === "-t" || arg.text === "--virtual")) group = args[index]?.text;
  }
  const [first, ...rest] = operands;
  let verb = first?.text ?? "";
  let packages = rest;
  // `dnf group install NAME`, `dnf groupinstall NAME`, `dnf module install NAME`.
  const groups = form === dnf && verb.startsWith("group");
  if (form === dnf && /^(?:groups?|module)$/.test(verb) && packages[0]) {
    verb = packages[0].text;
    packages = packages.slice(1);
  }
  if (groups) packages = packages.map(({ text, span }) => ({ text: text.startsWith("@") ? text : `@${text}`, span }));
  const action = form.actions.get(verb) ?? "other";
  const swept = action === "remove" && options.some((option) => /^--auto-?remove$/.test(option)) && packages.length === 0;
  return { manager: form.manager, action: swept ? "autoremove" : action, verb, packages, group, options };
}

/** `pacman -Sy --needed gcc`: the operation is an option. */
function readPacman(args: readonly Argument[]): PackageCommand {
  const options = args.filter(({ text }) => text.startsWith("-")).map(({ text }) => text);
  const verb = options.find((option) => /^-[SRU]/.test(option) || /^--(?:sync|remove|upgrade)$/.test(option)) ?? "";
  const packages = args.filter(({ text }) => !text.startsWith("-"));
  const clean = /^-S\w*c/.test(verb) || (verb === "--sync" && options.includes("--clean"));
  const removes = verb.startsWith("-R") || verb === "--remove";
  const action = clean ? "clean" : removes ? "remove" : verb === "" ? "other" : "install";
  return { manager: "pacman", action, verb, packages, group: undefined, options };
}

/** A package's name without version, architecture, repository and release. */
export function packageName(text: string): string {
  if (text.startsWith("@")) return text;
  return text.replace(/^["']+|["']+$/g, "").replace(/(?:[=<>~@].*|:(?:any|native|amd64|arm64|armhf|i386)|\/[\w.-]+)$/, "");
}

function verbs(table: Partial<Record<PackageCommand["action"], string>>): ReadonlyMap<string, PackageCommand["action"]> {
  const result = new Map<string, PackageCommand["action"]>();
  for (const action of ["install", "update", "remove", "autoremove", "clean"] as const) {
    for (const verb of table[action]?.split(" ") ?? []) result.set(verb, action);
  }
  return result;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
