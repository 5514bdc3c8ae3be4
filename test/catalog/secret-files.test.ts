import { expect, it } from "vitest";
import { secretFileKind } from "../../src/catalog/secret-files.ts";

it.each([
  [".env", "env"],
  ["app/.env.production", "env"],
  [".env-docker", "env"],
  ["assets/java.env", "env"],
  ["builder/id_rsa", "key"],
  ["ssl/server.key", "key"],
  ["ipsec.secrets", "credentials"],
  ["data/chap-secrets", "credentials"],
  ["etc/ppp/pap-secrets", "credentials"],
  ["password.txt", "credentials"],
  ["config/app.yml", "config"],
  [".env.example", undefined],
  [".env-sample", undefined],
  ["id_rsa.pub", undefined],
  ["distribute-secrets.sh", undefined],
  ["chap-secrets.tpl", undefined],
  ["environment.ts", undefined],
])("%s: %s", (path, kind) => expect(secretFileKind(path)).toBe(kind));
