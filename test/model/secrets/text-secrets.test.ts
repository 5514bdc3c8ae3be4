import { expect, it } from "vitest";
import { findTextSecrets } from "../../../src/model/secrets/text-secrets.ts";

it.each([
  ["postgres://app:hunter2@db/app", "the password of a URL", "no"],
  ["app:hunter2@tcp(db:3306)/app", "the password of a URL", "no"],
  ["Server=db;User ID=sa;Password=hunter2;", "the password of a connection string", "no"],
  ["https://abcdef0123456789abcdef@git.example.com/a", "a token in a URL", "no"],
  ["AKIAZZZZZZZZZZZZTEST", "an AWS access key", "evident"],
])("%s is %s", (text, what, dummy) => {
  expect(findTextSecrets(text).map((secret) => [secret.what, secret.dummy])).toEqual([[what, dummy]]);
});
