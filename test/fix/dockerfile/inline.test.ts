import { describe, expect, it } from "vitest";
import { applyRemedy, judge, type Files } from "../apply.ts";
import { verifyFixes } from "../../../src/fix/verify/verify.ts";

const block = (lines: readonly string[], header = "|"): string =>
  [`services:`, `  web:`, `    build:`, `      context: .`, `      dockerfile_inline: ${header}`]
    .concat(
      lines.map((line) => (line === "" ? "" : `        ${line}`)),
      "    restart: always # of the service",
      "",
    )
    .join("\n");
const app = ["FROM python:3.13-slim", "# the app", "COPY app.py /srv/", "CMD python /srv/app.py"];
const filesOf = (compose: string): Files => ({ "compose.yaml": compose, "app.py": "print(1)\n" });

describe("a Dockerfile inside of a Compose file", () => {
  it("gets instructions with the indentation of its block", async () => {
    const { files, violations, outcome } = await applyRemedy(filesOf(block(app)), "set-user");
    expect(violations).toEqual([]);
    expect(files["compose.yaml"]).toBe(
      block([
        ...app.slice(0, 3),
        "RUN groupadd --system --gid 10001 app \\",
        "    && useradd --system --no-log-init --uid 10001 --gid 10001 --create-home --home-dir /home/app --shell /usr/sbin/nologin app",
        "USER 10001:10001",
        ...app.slice(3),
      ]),
    );
    expect(outcome.kind === "fix" && outcome.fix.intents).toEqual([
      { kind: "dockerfile", file: "compose.yaml#web", change: "add", keyword: "RUN", stage: 0 },
      { kind: "dockerfile", file: "compose.yaml#web", change: "add", keyword: "USER", stage: 0 },
      { kind: "compose", deployment: "compose.yaml", path: ["services", "web", "build", "dockerfile_inline"] },
    ]);
  });

  it("gets them at its end, also at the end of the file, and with the line endings of the file", async () => {
    const whole = block(["FROM nginx:1.27-alpine", "COPY app.py /srv/"], "|-").replace(/ {4}restart.*\n/, "");
    for (const compose of [whole, whole.trimEnd(), whole.replaceAll("\n", "\r\n"), `${whole}    restart: always\n`]) {
      const { files, violations } = await applyRemedy(filesOf(compose), "set-user");
      expect(violations).toEqual([]);
      const ending = compose.includes("\r") ? "\r\n" : "\n";
      const copied = "COPY app.py /srv/";
      const lines = ["RUN chown -R 101:101 /var/cache/nginx /var/log/nginx /run", "USER 101:101"];
      const added = lines.map((line) => `${ending}        ${line}`).join("");
      expect(files["compose.yaml"]).toBe(compose.replace(copied, copied + added));
    }
  });

  it("has two dollars for each one", async () => {
    const lines = ["FROM python:3.13-slim", "RUN apt-get update && apt-get install -y curl && echo $$HOME", "CMD python $$X"];
    const cleaned = await applyRemedy(filesOf(block(lines)), "clean-package-cache");
    expect(cleaned.violations).toEqual([]);
    expect(cleaned.files["compose.yaml"]).toContain("echo $$HOME && rm -rf /var/lib/apt/lists/*\n");
    const { outcome } = await applyRemedy(filesOf(block(lines)), "exec-form");
    expect(outcome).toEqual({ kind: "refused", reason: "its Dockerfile in the Compose file has variables there" });
  });

  it("has heredocs", async () => {
    const lines = ["FROM python:3.13-slim", "RUN <<END", 'echo "$$HOME"', "END", "COPY <<'A' <<B /srv/", "x", "A", "END", "B"];
    const { files, violations } = await applyRemedy(filesOf(block([...lines, "CMD python /srv/app.py"])), "exec-form");
    expect(violations).toEqual([]);
    expect(files["compose.yaml"]).toBe(block([...lines, 'CMD ["python", "/srv/app.py"]']));
  });

  it("is left alone where its text is not what the engine gets", async () => {
    const reason = async (compose: string): Promise<string> => {
      const { outcome } = await applyRemedy(filesOf(compose), "exec-form");
      return outcome.kind === "refused" ? outcome.reason : outcome.kind;
    };
    expect(await reason(block(app))).toBe("fix");
    const noBlock = "its Dockerfile is not written in the Compose file as a block after |";
    expect(await reason(block(["FROM python:3.13-slim", "", "CMD python /srv/app.py"], ">"))).toBe(noBlock);
    expect(await reason(block(app, "|2"))).toBe(noBlock);
    expect(await reason(block(app).replace(/\|[\s\S]*$/, '"FROM python:3.13-slim\\nCMD python x.py\\n"\n'))).toBe(
      "its Dockerfile is no block of text in the Compose file",
    );
    expect(await reason(block(["FROM python:${V:-3.13}-slim", ...app.slice(1)]))).toBe(
      "its Dockerfile in the Compose file is put together from variables",
    );
    expect(await reason(block(["# escape=`", ...app]))).toBe("its Dockerfile in the Compose file cannot be edited safely");
    const shared = block(app, "&file |") + "  more:\n    build:\n      dockerfile_inline: *file\n";
    expect(await reason(shared)).toMatch(/^services\.\w+\.build\.dockerfile_inline is (?:used elsewhere too|an alias)/);
  });

  it("changes only where that is meant", async () => {
    const before = filesOf(block(app));
    const { outcome, files } = await applyRemedy(before, "exec-form");
    const more = { ...files, "compose.yaml": (files["compose.yaml"] ?? "").replace("COPY app.py /srv/", "COPY app.py /") };
    const judged = await judge(before);
    const [finding] = judged.findings.filter(({ rule }) => rule === "exec-form");
    if (outcome.kind !== "fix" || !finding) throw new Error("no fix");
    expect(verifyFixes(judged, await judge(more), [{ fix: outcome.fix, finding, workload: "compose.yaml#web" }])).toEqual([
      { file: "compose.yaml#web", reason: "it would also change COPY in stage 0" },
      { file: "compose.yaml#web", reason: "it would also add COPY in stage 0" },
    ]);
  });
});
