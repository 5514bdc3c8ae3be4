import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { checkImage } from "../../../src/api/image.ts";
import { renderImage } from "../../../src/image/formats.ts";
import { temporaryFolder, writeTree } from "../../host/temporary-folder.ts";
import { inspect, put } from "../inspect.ts";
import { makeLegacy, makeLayout, type ImageParts } from "../make-image.ts";
import { file } from "../make-tar.ts";

const token = `ghp_${"a1B2c3D4e5F6g7H8i9J0".repeat(2).slice(0, 36)}`;
const schema: object = JSON.parse(readFileSync(new URL("../../../schema/image.schema.json", import.meta.url), "utf8"));
const validate = new Ajv({ allErrors: true }).compile(schema);

const dockerfile = `FROM alpine:3.22
ENV API_TOKEN=${token}
COPY config.env /app/
RUN rm /app/config.env && \\
    chmod 4755 /usr/local/bin/tool
USER root
CMD ["node", "server.js"]
`;
const parts: ImageParts & { readonly tags: readonly string[] } = {
  tags: ["shop/app:1"],
  layers: [
    [file("bin/su", "elf", 0o4755), file("bin/mount", "elf", 0o4755), file("etc/group", "shadow:x:42:\n")],
    [file("app/config.env", `GITHUB_TOKEN=${token}\n`)],
    [file("app/.wh.config.env"), file("usr/local/bin/tool", "elf", 0o6755), file("data", "", 0o4644)],
  ],
  config: { User: "root", Cmd: ["node", "server.js"], Env: ["PATH=/bin", `API_TOKEN=${token}`] },
  history: [
    { created_by: "ADD rootfs.tar.gz / # buildkit" },
    { created_by: 'CMD ["/bin/sh"]', empty_layer: true },
    { created_by: `ENV API_TOKEN=${token}`, empty_layer: true },
    { created_by: "COPY config.env /app/ # buildkit" },
    { created_by: "RUN /bin/sh -c rm /app/config.env &&     chmod 4755 /usr/local/bin/tool # buildkit" },
    { created_by: "USER root", empty_layer: true },
    { created_by: 'CMD ["node" "server.js"]', empty_layer: true },
  ],
};

function folderWith(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryFolder();
  writeTree(cwd, files);
  return cwd;
}

describe("findings in an image", () => {
  it("point at the file, its layer and what made it, and name the image", async () => {
    const { findings } = await inspect(makeLegacy(parts), { cacheFolder: null });
    const copied = findings.find(({ rule }) => rule === "no-secret-copy");
    expect(copied).toMatchObject({
      row: "secrets",
      file: "app/config.env",
      workloads: ["shop/app:1"],
      status: "open",
      layer: { index: 2, createdBy: "COPY config.env /app/ # buildkit" },
    });
    expect(copied?.message).toMatch(/still in layer 2 though deleted in layer 3: rebuild and rotate it\.$/);
    expect(
      findings
        .filter(({ rule }) => rule === "no-setuid")
        .map(({ message, layer, related }) => [message, layer?.index, related.length]),
    ).toEqual([
      ["mount, su run with the rights of another account, as the distribution ships them.", 1, 1],
      ["usr/local/bin/tool runs with the rights of another account whoever starts it (setuid root, setgid root).", 3, 0],
    ]);
    expect(findings.find(({ rule }) => rule === "non-root-user")).toMatchObject({
      severity: "high",
      file: "image configuration",
    });
    expect(JSON.stringify(findings)).not.toContain(token);
  });

  it("end where an image has more setuid programs than anybody reads of", async () => {
    const programs = Array.from({ length: 200 }, (_, at) => file(`opt/tool${String(at).padStart(3, "0")}`, "x", 0o4755));
    const { findings } = await inspect(makeLegacy({ layers: [programs] }), { cacheFolder: null });
    const messages = findings.filter(({ rule }) => rule === "no-setuid").map(({ message }) => message);
    expect([messages.length, messages.at(-1)]).toEqual([
      51,
      "150 more programs run with the rights of another account, such as opt/tool050 (setuid root).",
    ]);
  });

  it("have the same fingerprints in another archive of the image and beside its Dockerfile", async () => {
    const prints = async (image: Parameters<typeof inspect>[0], cwd = temporaryFolder()): Promise<string[]> =>
      (await inspect(image, { cacheFolder: null, cwd })).findings.map(({ rule, fingerprint }) => `${rule} ${fingerprint}`);
    const [legacy, layout, beside] = [
      await prints(makeLegacy(parts)),
      await prints(makeLayout(parts)),
      await prints(makeLegacy(parts), folderWith({ Dockerfile: dockerfile })),
    ];
    expect([layout, beside]).toEqual([legacy, legacy]);
    expect(new Set(legacy).size).toBe(legacy.length);
  });

  it("name the line of the Dockerfile whose steps are those of the history", async () => {
    const cwd = folderWith({ Dockerfile: dockerfile, "Dockerfile.dev": "FROM alpine\nCOPY other /\n" });
    const { findings } = await inspect(makeLegacy(parts), { cacheFolder: null, cwd });
    const lines = findings.map(({ rule, dockerfile: place }) => [rule, place && `${place.file}:${place.range.start.line}`]);
    expect(new Set(lines.map((line) => line.join(" ")))).toEqual(
      new Set([
        "no-secret-env Dockerfile:2",
        "no-secret-copy Dockerfile:3",
        "non-root-user Dockerfile:6",
        "no-setuid Dockerfile:4",
        "no-setuid ",
        "init-process Dockerfile:7",
        "healthcheck Dockerfile:1",
      ]),
    );
  });

  it("name no line where two Dockerfiles fit, or the named one does not", async () => {
    const two = await inspect(makeLegacy(parts), {
      cacheFolder: null,
      cwd: folderWith({ Dockerfile: dockerfile, Containerfile: dockerfile }),
    });
    expect(two.findings.some((finding) => finding.dockerfile)).toBe(false);
    const cwd = folderWith({ "other.Dockerfile": "FROM alpine\nRUN true\n" });
    const other = await inspect(makeLegacy(parts), { cacheFolder: null, cwd, dockerfile: "other.Dockerfile" });
    expect([other.findings.some((finding) => finding.dockerfile), other.notes]).toEqual([
      false,
      [
        "the steps of other.Dockerfile are not those of the image's history: the image was built from another state of it, or from another file",
      ],
    ]);
  });

  it("are told in every format, at the line of the Dockerfile where it is known", async () => {
    const cwd = folderWith({ Dockerfile: dockerfile });
    const inspection = await checkImage({
      cwd,
      environment: {},
      input: put(makeLegacy(parts)),
      cacheFolder: null,
      now: "2026-11-24T00:00:00Z",
    });
    const options = { tool: { name: "seaworthy", version: "0.1.0" }, width: 100, color: false };
    const json = JSON.parse(renderImage("json", inspection, options));
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
    const { runs } = JSON.parse(renderImage("sarif", inspection, options));
    expect(runs[0].automationDetails).toEqual({ id: "seaworthy/image/shop/app/" });
    const copied = runs[0].results.find(({ ruleId }: { ruleId: string }) => ruleId === "no-secret-copy");
    expect(copied.locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: "Dockerfile" },
      region: { startLine: 3 },
    });
    expect(copied.relatedLocations[0].physicalLocation.artifactLocation.uri).toBe("app/config.env");
    expect(copied.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:1$/);
    expect(renderImage("github", inspection, options)).toContain("file=Dockerfile,line=3");
    for (const format of ["table", "json", "sarif", "github", "gitlab", "junit", "markdown"] as const)
      expect(renderImage(format, inspection, options)).not.toContain(token);
  });
});
