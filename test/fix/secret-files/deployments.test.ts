import { describe, expect, it } from "vitest";
import { applyRemedy, type Files } from "../apply.ts";

const kind = "use-secret-file";
const dockerfile = 'FROM node:22-slim\nCOPY x.js /\nCMD ["node", "x.js"]\n';
const web = "services:\n  web:\n    build: .\n    environment:\n      API_TOKEN: hunter2hunter2\n";
const db = "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: hunter2hunter2\n";

async function made(files: Files, workload: string): Promise<unknown> {
  const { outcome, violations } = await applyRemedy({ "x.js": "", Dockerfile: dockerfile, ...files }, kind, { workload });
  expect(violations).toEqual([]);
  if (outcome.kind === "refused") return outcome.reason;
  if (outcome.kind === "advice") return outcome.lines.at(-1);
  return outcome.fix.ops.flatMap((op) => (op.kind === "create" && op.file.endsWith(".txt") ? op.file : []));
}

describe("a secret of a service that several deployments have", () => {
  const overlaid = (base: string, name: string, lines: string): Promise<unknown> =>
    made({ "compose.yaml": base, "compose.prod.yaml": `services:\n  ${name}:\n${lines}` }, `compose.yaml#${name}`);

  it("stays where another deployment has another value, which the file would replace", async () => {
    const other = (service: string, key: string): string => `compose.prod.yaml gives ${service} another ${key}, or none`;
    expect(await overlaid(web, "web", "    environment:\n      API_TOKEN: ${PROD_TOKEN}\n")).toBe(other("web", "API_TOKEN"));
    expect(await overlaid(db, "db", "    environment:\n      POSTGRES_PASSWORD: ${PROD}\n")).toBe(
      other("db", "POSTGRES_PASSWORD"),
    );
    expect(await overlaid(web, "web", "    environment: !reset {}\n")).toBe(other("web", "API_TOKEN"));
    expect(await overlaid(db, "db", "    restart: always\n")).toEqual(["secrets/postgres_password.txt"]);
  });

  it("stays where another deployment starts the service without the shell", async () => {
    expect(await overlaid(web, "web", "    entrypoint: [node, prod.js]\n")).toBe(
      "Not done here: compose.prod.yaml starts it in another way.",
    );
    expect(await overlaid(web, "web", "    command: [node, prod.js]\n")).toEqual(["secrets/api_token.txt"]);
  });

  it("is readable to the user, and not needed by the health check, of each of them", async () => {
    expect(await overlaid(web, "web", '    user: "1000"\n')).toEqual(["secrets/closed/api_token.txt"]);
    expect(await overlaid(web, "web", "    healthcheck:\n      test: curl -H $$API_TOKEN localhost\n")).toBe(
      "Not done here: its health check reads API_TOKEN itself, and would not get it.",
    );
    expect(await overlaid(db.replace(/: hunter.*/, ":"), "db", "    read_only: true\n")).toBe(
      "Compose cannot put a secret from the environment into a container whose root is read-only",
    );
  });
});
