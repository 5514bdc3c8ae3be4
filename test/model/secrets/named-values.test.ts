import { expect, it } from "vitest";
import { findNamedValues } from "../../../src/model/secrets/named-values.ts";

const text = `# settings
PORT=80
DB_PASSWORD=k3e9fj2mq8
export API_TOKEN="f82hs0qk4n" # of the build
auth:
  secret: zx81plw0vb
{"client_secret": "qq7n2ks8dj", "port": 80}

`;
const shown = (lines: string): string[] =>
  findNamedValues(lines).map(({ name, value, start, end }) => {
    expect(lines.slice(start, end)).toBe(value);
    return `${name}=${value}`;
  });

it.each([
  ["\n", text],
  ["\r\n", text.replaceAll("\n", "\r\n")],
])("finds the values of secret names in lines that end with %j", (_, lines) => {
  expect(shown(lines)).toEqual([
    "DB_PASSWORD=k3e9fj2mq8",
    "API_TOKEN=f82hs0qk4n",
    "secret=zx81plw0vb",
    "client_secret=qq7n2ks8dj",
  ]);
});
