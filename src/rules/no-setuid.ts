import { specialModes } from "../model/special-modes.ts";
import type { ImageInside, SetuidFile } from "../model/image-inside.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Problem, type Remedy, type Result } from "./rule.ts";

export default defineRule({
  name: "no-setuid",
  row: undefined,
  gates: false,
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: ["dockerfile", "compose", "image"],
  docs: {
    summary: "Leave no setuid programs in the image",
    why: "A setuid program runs as its owner whoever starts it. A flaw in one of them makes root of any user in the container, and a server needs none of them.",
    fix: "Do not set the bit. Take it from what the base brings: `RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +`. At run time no-new-privileges makes the bit void.",
    derivation:
      "Attacker: code execution as another user than root, and a flaw in the program. Adds: root in the container. Low: no-new-privileges stops it.",
    limits:
      "In a Dockerfile only bits that it sets itself are found. Setgid alone is not judged: it is meant for folders. What the base brings is seen by `seaworthy image`, setgid programs too.",
    references: ["https://docs.docker.com/engine/security/", "https://man7.org/linux/man-pages/man7/inode.7.html"],
  },
  maps: { cis: ["4.8"], cwe: [250, 732] },
  check,
  examples: [
    {
      title: "a bit by number",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12-slim\nRUN make install && ⟦chmod 4755 /usr/local/bin/tool⟧\n" },
      verdict: "fail",
    },
    {
      title: "a bit by letter, and one by COPY",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12-slim\nRUN ⟦chmod u+s,g+x /bin/tool⟧\nCOPY ⟦--chmod=6711⟧ tool /bin/\n" },
      verdict: "fail",
    },
    {
      title: "in the Dockerfile that a service builds",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  app:\n    build: .\n",
        Dockerfile: "FROM debian:12-slim\nRUN ⟦chmod +s /usr/bin/tool⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "the bits are taken away",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12-slim\nRUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +\n" },
      verdict: "pass",
    },
    {
      title: "the Dockerfile sets none",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12-slim\nRUN chmod 2775 /srv\n" },
      verdict: "n/a",
    },
    {
      title: "the bits are taken away in what a service builds",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  app:\n    build: .\n",
        Dockerfile: "FROM debian:12-slim\nRUN find / -perm -4000 -exec chmod u-s {} \\;\n",
      },
      verdict: "pass",
    },
    {
      title: "an image alone",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: nginx:1.27\n" },
      verdict: "n/a",
    },
  ],
});

function check({ build, inside, name }: Workload): Result {
  if (inside) return checkInside(inside);
  if (!build) return notApplicable("the files of the image are not read here");
  const { set, cleared } = specialModes(build);
  if (set.length > 0) {
    const remedy: Remedy = {
      kind: "remove-setuid",
      title: "Do not set the bit",
      safety: "unsafe",
      breaks: "a program that must run as its owner",
    };
    return fail(
      "a setuid bit is set",
      set.map((at) => ({ message: `${name} sets a setuid bit.`, at, remedies: [remedy] })),
    );
  }
  if (cleared) return pass("setuid bits are taken away", cleared);
  return notApplicable("what the base brings is in the image, which is not read here");
}

const image: Remedy = {
  kind: "remove-setuid",
  title: "Take the bits away: RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +",
  safety: "manual",
};

/** An image that was read. What every distribution ships is one finding, not one for each program. */
function checkInside(inside: ImageInside): Result {
  const own = inside.setuid.filter(({ usual }) => !usual);
  const usual = inside.setuid.filter((file) => file.usual);
  const problems: Problem[] = own.slice(0, most).map((file) => ({
    message: `${file.path} runs with the rights of another account whoever starts it (${file.bits}).`,
    at: file.at,
    remedies: [image],
  }));
  const [next] = own.slice(most);
  if (next)
    problems.push({
      message: `${own.length - most} more programs run with the rights of another account, such as ${next.path} (${next.bits}).`,
      at: next.at,
      remedies: [image],
    });
  const [first] = usual;
  if (first)
    problems.push({
      message: `${namesOf(usual)} ${usual.length === 1 ? "runs" : "run"} with the rights of another account, as the distribution ships ${usual.length === 1 ? "it" : "them"}.`,
      at: first.at,
      related: usual.slice(1).map(({ at, bits }) => ({ at, message: bits })),
      remedies: [image],
    });
  if (problems.length > 0)
    return fail(`${namesOf(inside.setuid)} ${inside.setuid.length === 1 ? "is" : "are"} setuid or setgid`, problems);
  return inside.unread === undefined ? pass("no setuid or setgid program") : cannotKnow(inside.unread);
}

const shown = 5;
/** So many programs are findings of their own; an image of which every file is setuid has one more. */
const most = 50;

function namesOf(files: readonly SetuidFile[]): string {
  const names = [...new Set(files.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)))];
  return names.length > shown + 1 ? `${names.slice(0, shown).join(", ")} and ${names.length - shown} more` : names.join(", ");
}
