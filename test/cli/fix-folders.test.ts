import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { repository, seaworthy } from "./seaworthy.ts";

it("puts a secret where the paths of the deployment start, whichever of its files has the service", () => {
  const cwd = repository({
    "a/compose.yaml": "services:\n  web:\n    image: nginx:1.30\n",
    "b/more.yaml": "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: hunter2hunter2\n",
  });
  const args = ["-f", "a/compose.yaml", "-f", "b/more.yaml", "--select", "no-runtime-env-secret", "--unsafe-fixes", "--yes"];
  expect(seaworthy(["fix", ...args], { cwd }).code).toBe(0);
  expect(readFileSync(path.join(cwd, "b/more.yaml"), "utf8")).toContain("    file: ./secrets/postgres_password.txt\n");
  const secret = path.join(cwd, "a/secrets/postgres_password.txt");
  expect(readFileSync(secret, "utf8")).toBe("hunter2hunter2");
  expect(statSync(secret).mode & 0o777).toBe(0o600);
});
