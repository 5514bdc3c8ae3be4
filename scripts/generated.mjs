// Runs `npm run generate` and fails if that changes a file: what is generated has to be committed as it comes out.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
for (const name of ["generate-sources.ts", "generate-docs.ts"]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/run.mjs", `scripts/${name}`], {
    cwd: root,
    encoding: "utf8",
  });
  process.stderr.write(stderr);
  if (status !== 0) process.exit(status ?? 1);
  if (stdout.trim() === "") continue;
  console.error(`${stdout}These files were not up to date. They are now: commit them.`);
  process.exit(1);
}
