import type { BuildModel } from "../../model/build.ts";
import type { Workload } from "../../model/workload.ts";
import type { Project } from "../../model/project.ts";
import { dirname } from "../../util/path.ts";
import type { Outcome, Recipe, RecipeContext } from "../fix.ts";

/** A workflow of its own that builds and scans the images; a pipeline that is there is never edited. */
export const addImageScan: Recipe = { kind: "add-image-scan", on: ["dockerfile", "compose"], render };

const path = ".github/workflows/image-scan.yml";
const checkout = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2";
const scanner = "aquasecurity/trivy-action@b6643a29fecd7f34b3597bc6acb0a98b03d33ff8 # 0.33.1";

function render({ project, workload }: RecipeContext): Outcome {
  const systems = new Set(project.loaded.ci.map(({ system }) => system));
  if (systems.has("gitlab") && !systems.has("github")) {
    return {
      kind: "advice",
      title: "Scan the image in CI",
      lines: [
        "Add a job to .gitlab-ci.yml behind the one that builds: trivy image --exit-code 1 --severity HIGH,CRITICAL $IMAGE",
      ],
    };
  }
  if (project.tree.has(path))
    return { kind: "refused", reason: `${path} is there already, and a pipeline that is there is not edited` };
  const images = imagesOf(project, workload);
  if (images.length === 0) return { kind: "refused", reason: "the build context is not known" };
  return {
    kind: "fix",
    fix: {
      title: "Add a workflow that scans the image",
      safety: "unsafe",
      breaks: "the pipeline fails while flaws of HIGH or CRITICAL severity are open",
      ops: [{ kind: "create", file: path, text: workflow(images), mode: 0o644 }],
      intents: [],
      notes: ["Let Renovate or Dependabot renew the commits to which the actions are pinned.", ...secretNotes(images)],
      secrets: [],
    },
  };
}

interface BuiltImage {
  readonly name: string;
  readonly dockerfile: string;
  readonly context: string;
  readonly target: string | undefined;
  /** Ids of the secrets that its build mounts. */
  readonly secrets: readonly string[];
}

function secretNotes(images: readonly BuiltImage[]): string[] {
  const variables = [...new Set(images.flatMap(({ secrets }) => secrets.map(variableOf)))];
  return variables.length === 0
    ? []
    : [`Add ${variables.join(", ")} to the secrets of the repository that its workflows may read: the build takes them.`];
}

function variableOf(id: string): string {
  return id.toUpperCase().replaceAll(/[^A-Z0-9_]/g, "_");
}

function mountedSecrets(build: BuildModel): string[] {
  const found = build.stages
    .flatMap((stage) => stage.tree.instructions)
    .flatMap((step) => {
      if (step.keyword !== "RUN") return [];
      return step.flags.flatMap(({ name, value }) => {
        const fields = name === "mount" ? (value ?? "").split(",") : [];
        const id = fields.includes("type=secret")
          ? fields.find((field) => field.startsWith("id="))?.slice("id=".length)
          : undefined;
        return id !== undefined && /^[\w.-]+$/.test(id) ? [id] : [];
      });
    });
  return [...new Set(found)];
}

const ofProject = new WeakMap<Project, readonly BuiltImage[]>();

/** All images that the repository builds for production, and that of the finding. */
function imagesOf(project: Project, workload: Workload): readonly BuiltImage[] {
  if (workload.role !== "production") return collectImages(project, workload);
  const images = ofProject.get(project) ?? collectImages(project, workload);
  ofProject.set(project, images);
  // The workflow must be an answer to this finding.
  return images.some(({ dockerfile }) => dockerfile === workload.build?.dockerfile) ? images : [];
}

function collectImages(project: Project, first: Workload): BuiltImage[] {
  const found = new Map<string, BuiltImage>();
  const names = new Set<string>();
  for (const { build, role } of [first, ...project.workloads]) {
    if (!build || build.context.kind !== "folder" || (role !== "production" && build !== first.build)) continue;
    if (project.files.get(build.dockerfile)?.kind === "compose") continue;
    const last = build.target.index === build.stages.length - 1;
    if (!last && build.target.name === undefined) continue;
    const target = last ? undefined : build.target.name;
    const key = `${build.dockerfile} ${target ?? ""}`;
    const words = [build.dockerfile, build.context.path, target ?? ""];
    if (found.has(key) || words.some((word) => !/^[\w./@+-]*$/.test(word))) continue;
    const base = nameOf(build.dockerfile, target);
    const name = names.has(base) ? `${base}-${found.size + 1}` : base;
    names.add(name);
    found.set(key, {
      name,
      dockerfile: build.dockerfile,
      context: build.context.path === "" ? "." : build.context.path,
      target,
      secrets: mountedSecrets(build),
    });
  }
  return [...found.values()];
}

function nameOf(dockerfile: string, target: string | undefined): string {
  const file = dockerfile.slice(dockerfile.lastIndexOf("/") + 1);
  const folder = dirname(dockerfile).replaceAll("/", "-");
  const own = /^Dockerfile$/i.test(file) ? "" : file.replace(/^Dockerfile[.-]?|[.-]?Dockerfile$/gi, "");
  const name = [folder, own, target ?? ""]
    .filter((part) => part !== "")
    .join("-")
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return name === "" ? "app" : name;
}

function workflow(images: readonly BuiltImage[]): string {
  const lines = [
    "name: Image scan",
    "on:",
    "  push:",
    "  pull_request:",
    "  schedule:",
    '    - cron: "0 4 * * 1"',
    "permissions:",
    "  contents: read",
    "jobs:",
  ];
  for (const image of images) {
    const target = image.target === undefined ? "" : ` --target ${image.target}`;
    lines.push(
      `  ${/^\d/.test(image.name) ? `image-${image.name}` : image.name}:`,
      "    runs-on: ubuntu-latest",
      "    steps:",
      `      - uses: ${checkout}`,
      `      - run: docker build${image.secrets.map((id) => ` --secret id=${id},env=${variableOf(id)}`).join("")} -f ${image.dockerfile}${target} -t ${image.name}:scan ${image.context}`,
      ...(image.secrets.length > 0
        ? ["        env:", ...image.secrets.map((id) => `          ${variableOf(id)}: \${{ secrets.${variableOf(id)} }}`)]
        : []),
      `      - uses: ${scanner}`,
      "        with:",
      `          image-ref: ${image.name}:scan`,
      "          severity: HIGH,CRITICAL",
      '          exit-code: "1"',
      "          ignore-unfixed: true",
    );
  }
  return `${lines.join("\n")}\n`;
}
