import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findUrlPasswords } from "../../../src/model/secrets/url-passwords.ts";

const found = (text: string): string[] =>
  findUrlPasswords(text).map(({ start, end, open }) => `${open ? "open " : ""}${text.slice(start, end)}`);

describe("findUrlPasswords", () => {
  it.each([
    ["postgres://app:hunter2@db/app", ["hunter2"]],
    ["redis://:hunter2@cache:6379/0", ["hunter2"]],
    ["https://bob:p@ss@git.example.com/a", ["p@ss"]],
    ["--index https://user:123@pypi.example.com/x --to ftp://a:b@c/", ["123", "b"]],
    ["mongodb+srv://a:p%40ss@x.example.com/?authSource=admin", ["p%40ss"]],
    ["app:hunter2@tcp(db:3306)/app", ["hunter2"]],
    ["Server=tcp:db,1433;Initial Catalog=x;User ID=sa;Password=hunter2;", ["hunter2"]],
    ["jdbc:mysql://db/x?user=a&password=hunter2", ["hunter2"]],
    ['Login required username="a" password="hunter2";', ["hunter2"]],
    ["postgres://app:${PW}@db", ["open ${PW}"]],
    ["https://$PAT@github.com/a", ["open $PAT"]],
    ["https://x:$(cat /run/secrets/t)@github.com/a", ["open $(cat /run/secrets/t)"]],
  ])("%s", (text, expected) => expect(found(text)).toEqual(expected));

  it.each([
    "http://proxy:3128",
    "http://host:8080/a@b",
    "ssh://git@github.com/a",
    "git@github.com:a/b.git",
    "https://httpbin.org:443@8443",
    "https://USER:<PASSWORD>@host/",
    "postgres://user:PASSWORD@host/",
    "image@sha256:0123",
    "a=1; PASSWORD=x",
    'UID=1 USERNAME="a" PASSWORD="hunter2"',
    "https://x.example.com/?q=a:b@c",
  ])("%s has none", (text) => expect(found(text)).toEqual([]));

  it("gives places inside the text for any text", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            "://",
            "a",
            ":",
            "@",
            "/",
            "${",
            "}",
            "$(",
            ")",
            ";",
            "password=",
            "server=",
            "x@tcp(",
            "\n",
            '"',
            " ",
            "?",
          ),
        ),
        (parts) => {
          const text = parts.join("");
          for (const { start, end } of findUrlPasswords(text)) {
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });

  it("stays quick on hostile text", () => {
    const before = performance.now();
    findUrlPasswords(
      `${"a://b:c".repeat(8_000)}${"://".repeat(8_000)}${"a://b:".repeat(1)}${"@".repeat(20_000)}${";password=".repeat(4_000)}`,
    );
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
