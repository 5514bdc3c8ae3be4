/** A password that a program takes without a telling name. */
export interface CredentialOption {
  readonly programs: ReadonlySet<string>;
  /** The words that must come first: `login`, `config set`. */
  readonly verb?: RegExp;
  readonly options: readonly string[];
  /** How the value follows: in the same word (`-pX`), in the next one, or both. */
  readonly value: "attached" | "next" | "both";
  /** The part of the value that is the password. */
  readonly part: "all" | "after-colon" | "after-percent";
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

export const credentialOptions: readonly CredentialOption[] = [
  {
    programs: set(
      "mysql mysqldump mysqladmin mysqlcheck mysqlimport mysqlshow mysqlpump mariadb mariadb-admin mariadb-dump mariadb-check",
    ),
    options: ["-p"],
    value: "attached",
    part: "all",
  },
  { programs: set("redis-cli valkey-cli keydb-cli"), options: ["-a"], value: "both", part: "all" },
  { programs: set("sshpass"), options: ["-p"], value: "both", part: "all" },
  {
    programs: set("docker podman buildah nerdctl skopeo helm oras crane az oc vault"),
    verb: /\blogin\b/,
    options: ["-p"],
    value: "both",
    part: "all",
  },
  { programs: set("mongo mongosh mongodump mongorestore mongoimport mongoexport"), options: ["-p"], value: "both", part: "all" },
  { programs: set("curl"), options: ["-u", "--user", "--proxy-user", "-U"], value: "both", part: "after-colon" },
  { programs: set("http https"), options: ["-a", "--auth"], value: "both", part: "after-colon" },
  { programs: set("useradd usermod groupadd adduser"), options: ["-p"], value: "both", part: "all" },
  {
    programs: set("ldapadd ldapmodify ldapsearch ldapdelete ldapwhoami ldappasswd"),
    options: ["-w"],
    value: "both",
    part: "all",
  },
  { programs: set("slappasswd ldappasswd"), options: ["-s"], value: "both", part: "all" },
  { programs: set("smbclient mount.cifs rpcclient"), options: ["-U"], value: "both", part: "after-percent" },
  { programs: set("x11vnc"), options: ["-storepasswd", "-passwd"], value: "next", part: "all" },
  {
    programs: set("keytool jarsigner"),
    options: ["-storepass", "-keypass", "-srcstorepass", "-deststorepass", "-destkeypass"],
    value: "next",
    part: "all",
  },
  { programs: set("openssl"), options: ["-passout", "-passin", "-pass", "-password"], value: "next", part: "after-colon" },
  { programs: set("sqlcmd bcp"), options: ["-P"], value: "both", part: "all" },
  { programs: set("svn"), options: ["--password"], value: "next", part: "all" },
  { programs: set("nuget dotnet pwsh"), options: ["-Password", "-p"], value: "next", part: "all" },
];

/** A password among the operands: the words before it, and which of the operands after them it is (-1: the last). */
export interface CredentialOperand {
  readonly programs: ReadonlySet<string>;
  readonly words: readonly string[];
  readonly operand: number;
  /** Only where this is among the options. */
  readonly when?: RegExp;
}

export const credentialOperands: readonly CredentialOperand[] = [
  { programs: set("htpasswd"), words: [], operand: -1, when: /^-[a-zA-Z]*b/ },
  { programs: set("rabbitmqctl"), words: ["add_user"], operand: 1 },
  { programs: set("rabbitmqctl"), words: ["change_password"], operand: 1 },
  { programs: set("mysqladmin mariadb-admin"), words: ["password"], operand: 0 },
  { programs: set("aws"), words: ["configure", "set", "aws_secret_access_key"], operand: 0 },
  { programs: set("aws"), words: ["configure", "set", "aws_access_key_id"], operand: 0 },
  { programs: set("aws"), words: ["configure", "set", "aws_session_token"], operand: 0 },
  { programs: set("composer"), words: ["config", "http-basic"], operand: 1 },
  { programs: set("composer"), words: ["config", "github-oauth"], operand: 0 },
  { programs: set("composer"), words: ["config", "gitlab-token"], operand: 0 },
  { programs: set("openssl"), words: ["passwd"], operand: 0 },
  { programs: set("mkpasswd"), words: [], operand: 0 },
];

/** Programs that read a password or `user:password` lines from standard input. */
export const passwordReaders: ReadonlyMap<string, "lines" | "whole"> = new Map([
  ["chpasswd", "lines"],
  ["chgpasswd", "lines"],
  ["newusers", "lines"],
  ["passwd", "whole"],
  ["vncpasswd", "whole"],
  ["smbpasswd", "whole"],
  ["pdbedit", "whole"],
  ["saslpasswd2", "whole"],
  ["docker", "whole"],
  ["podman", "whole"],
  ["openssl", "whole"],
  ["gh", "whole"],
  ["mkpasswd", "whole"],
  ["htpasswd", "whole"],
]);

/** Options that make the program read a password from standard input; a program that is not here always does. */
export const readsPassword: ReadonlyMap<string, RegExp> = new Map([
  ["docker", /^--password-stdin$/],
  ["podman", /^--password-stdin$/],
  ["openssl", /^(?:-stdin|passwd)$/],
  ["gh", /^--with-token$/],
  ["mkpasswd", /^-(?:s|-stdin)$/],
  ["htpasswd", /^-[a-zA-Z]*i/],
  ["pdbedit", /^-t$/],
]);

/** Well-known passwords of stores that hold nothing secret: Java's list of public authorities. */
export const openStorePasswords = set("changeit");
