import { describe, expect, it } from "vitest";
import { parseCiFile } from "../../../src/parse/workflow/parse.ts";
import type { CiFile } from "../../../src/parse/workflow/tree.ts";
import { scansOf } from "./show.ts";

function run(command: string, env = ""): CiFile | undefined {
  const text = `on: push\njobs:\n  ci:\n${env}    steps:\n      - run: |\n          ${command}\n`;
  return parseCiFile(".github/workflows/ci.yml", text);
}
function uses(action: string, inputs = ""): CiFile | undefined {
  const text = `on: push\njobs:\n  ci:\n    steps:\n      - uses: ${action}\n        with: { ${inputs} }\n`;
  return parseCiFile(".github/workflows/ci.yml", text);
}

describe("scans by command", () => {
  it.each([
    ["trivy image a:1", "trivy image a:1 never"],
    ["trivy image --exit-code 1 a", "trivy image a low"],
    ["trivy image --exit-code 1 --severity HIGH,CRITICAL a", "trivy image a high"],
    ["trivy image --exit-code=1 -s CRITICAL a", "trivy image a critical"],
    ["trivy i --exit-code 1 --severity MEDIUM,HIGH,CRITICAL --ignore-unfixed a", "trivy image a medium"],
    ["trivy image --exit-code 1 --severity LOW,MEDIUM a", "trivy image a never"],
    ["trivy image --exit-code 0 a", "trivy image a never"],
    ["trivy image --exit-code $CODE a", "trivy image a unknown"],
    ["trivy image --exit-code 1 --severity $SEV a", "trivy image a unknown"],
    ["trivy image --config trivy.yaml a", "trivy image a unknown"],
    ["trivy image --exit-code 1 --input img.tar", "trivy archive img.tar low"],
    ["trivy image --exit-code 1 --scanners secret a", "trivy config a never"],
    ["trivy fs --exit-code 1 .", "trivy filesystem . low"],
    ["trivy config --exit-code 1 .", "trivy config . low"],
    ["grype a:1", "grype image a:1 never"],
    ["./grype a:1 --fail-on high", "grype image a:1 high"],
    ["grype -f critical registry:a:1", "grype image a:1 critical"],
    ["grype dir:. --fail-on negligible", "grype filesystem . low"],
    ["grype sbom:x.json -f medium", "grype sbom x.json medium"],
    ["docker scout cves a", "scout image a never"],
    ["docker scout cves --exit-code --only-severity critical,high a", "scout image a high"],
    ["docker scout cves -e a", "scout image a low"],
    ["docker scout quickview a", "scout image a never"],
    ["snyk container test a", "snyk image a low"],
    ["snyk container test a --severity-threshold=high --file=Dockerfile", "snyk image a high"],
    ["snyk container monitor a", "snyk image a never"],
    ["snyk container test --fail-on=upgradable a", "snyk image a unknown"],
    ["snyk test", "snyk repository - low"],
    ["osv-scanner scan image a", "osv-scanner image a low"],
    ["twistcli images scan --address x a", "prisma image a unknown"],
    ["wizcli docker scan --image a", "wiz image a unknown"],
    ["jf docker scan a", "jfrog image a unknown"],
    ["docker run --rm -v /var/run/docker.sock:/var/run/docker.sock aquasec/trivy:0.5 image --exit-code 1 a", "trivy image a low"],
    ["docker run anchore/grype a --fail-on high", "grype image a high"],
  ])("%s", (command, expected) => {
    expect(scansOf(run(command))).toEqual([expected]);
  });

  it.each(["hadolint Dockerfile", "trivy --version", "grype db update", "docker run app trivy", "dockle a"])(
    "%s is none",
    (command) => {
      expect(scansOf(run(command))).toEqual([]);
    },
  );

  it("heed the environment", () => {
    expect(scansOf(run("trivy image a", "    env: { TRIVY_EXIT_CODE: 1, TRIVY_SEVERITY: CRITICAL }\n"))).toEqual([
      "trivy image a critical",
    ]);
    expect(scansOf(run("TRIVY_EXIT_CODE=1 trivy image a"))).toEqual(["trivy image a low"]);
  });

  it("say whether the scanner's image is pinned", () => {
    const digest = `sha256:${"a".repeat(64)}`;
    expect(run(`docker run aquasec/trivy@${digest} image a`)?.scans[0]?.pinned).toBe(true);
    expect(run("docker run aquasec/trivy:0.5 image a")?.scans[0]).toMatchObject({
      pinned: false,
      reference: { text: "aquasec/trivy:0.5" },
    });
    expect(run("trivy image a")?.scans[0]?.pinned).toBeUndefined();
  });
});

describe("scans by action", () => {
  it.each([
    ["aquasecurity/trivy-action@v1", "image-ref: a", "trivy image a never"],
    ["aquasecurity/trivy-action@v1", "image-ref: a, exit-code: '1', severity: 'CRITICAL,HIGH'", "trivy image a high"],
    ["aquasecurity/trivy-action@v1", "image-ref: a, exit-code: '1', severity: CRITICAL, format: sarif", "trivy image a low"],
    [
      "aquasecurity/trivy-action@v1",
      "image-ref: a, exit-code: '1', severity: CRITICAL, format: sarif, limit-severities-for-sarif: true",
      "trivy image a critical",
    ],
    ["aquasecurity/trivy-action@v1", "input: a.tar, exit-code: '1'", "trivy archive a.tar low"],
    ["aquasecurity/trivy-action@v1", "scan-type: fs, scan-ref: ., exit-code: '1'", "trivy filesystem . low"],
    ["aquasecurity/trivy-action@v1", "scan-type: config, exit-code: '1'", "trivy config - low"],
    ["aquasecurity/trivy-action@v1", "image-ref: a, trivy-config: t.yaml", "trivy image a unknown"],
    ["anchore/scan-action@v4", "image: a", "anchore image a medium"],
    ["anchore/scan-action@v4", "image: a, severity-cutoff: high", "anchore image a high"],
    ["anchore/scan-action@v4", "image: a, fail-build: false", "anchore image a never"],
    ["anchore/scan-action@v4", "path: .", "anchore filesystem . medium"],
    ["docker/scout-action@v1", "command: cves, image: a", "scout image a never"],
    [
      "docker/scout-action@v1",
      "command: 'quickview,cves', image: a, exit-code: true, only-severities: 'critical,high'",
      "scout image a high",
    ],
    ["snyk/actions/docker@master", "image: a", "snyk image a low"],
    ["snyk/actions/docker@master", "image: a, args: --severity-threshold=high", "snyk image a high"],
    ["snyk/actions/docker@master", "image: a, command: monitor", "snyk image a never"],
    ["azure/container-scan@v0", "image-name: a", "trivy image a high"],
    ["crazy-max/ghaction-container-scan@v3", "image: a", "trivy image a never"],
    ["crazy-max/ghaction-container-scan@v3", "image: a, severity_threshold: HIGH", "trivy image a high"],
    ["sysdiglabs/scan-action@v5", "image-tag: a", "sysdig image a unknown"],
    ["docker://aquasec/trivy:1", "args: image --exit-code 1 a", "trivy image a low"],
  ])("%s with %s", (action, inputs, expected) => {
    expect(scansOf(uses(action, inputs))).toEqual([expected]);
  });

  it.each(["hadolint/hadolint-action@v3", "github/codeql-action/analyze@v3", "docker/login-action@v3"])(
    "%s is none",
    (action) => {
      expect(scansOf(uses(action))).toEqual([]);
    },
  );

  it("are pinned by a full commit alone", () => {
    const pinned = (ref: string): unknown => uses(`aquasecurity/trivy-action@${ref}`, "image-ref: a")?.scans[0]?.pinned;
    expect([pinned("v0.35.0"), pinned("master"), pinned("a".repeat(40)), pinned("a".repeat(39))]).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });
});
