import { describe, expect, test } from "vitest";
import { leftCaches } from "../../src/model/package-caches.ts";
import { buildOf } from "./show.ts";

async function leftOf(steps: string): Promise<string[]> {
  const { target } = await buildOf(`FROM debian:12\n${steps}\n`);
  return target.steps.flatMap((step) => (step.keyword === "RUN" ? leftCaches(step, target).map(({ name }) => name) : []));
}

describe("what fills a cache", () => {
  test.each([
    ["apt-get update && apt-get install -y x", ["apt-get update"]],
    ["aptitude -q update", ["aptitude update"]],
    ["sudo apt update", ["apt update"]],
    ["apt-get install -y x && apt-get clean", []],
    ["apk add x", ["apk add"]],
    ["apk --no-cache add x", []],
    ["apk add -U --no-cache x", []],
    ["apk update", ["apk update"]],
    ["apk del x", []],
    ["yum -y install x", ["yum install"]],
    ["microdnf install -vy x", ["microdnf install"]],
    ["dnf -y up-min", ["dnf up-min"]],
    ["dnf module install x", ["dnf install"]],
    ["dnf remove -y x", []],
    ["zypper --non-interactive patch x", ["zypper patch"]],
    ["pacman -Syu --noconfirm x", ["pacman -Syu"]],
    ["pip install x", ["pip install"]],
    ["/venv/bin/pip3.12 install x", ["pip3.12 install"]],
    ["python3 -m pip install x", ["python3 -m pip install"]],
    ["pip install --no-cache x", []],
    ["pip --no-cache-dir install x", []],
    ["pip install --no-index --find-links=/wheels x", []],
    ["pip list", []],
    ["pipenv install x", []],
    ["pipx install x", []],
    ["uv pip install x", []],
    ["npm ci --omit=dev", ["npm ci"]],
    ["npm run build", []],
    ["yarn", ["yarn"]],
    ["yarn --version", []],
    ["yarn install --immutable", ["yarn install"]],
    ["yarn global add x", ["yarn global"]],
    ["yarn build", []],
  ])("%s", async (script, expected) => {
    expect(await leftOf(`RUN ${script}`)).toEqual(expected);
  });
});

describe("what cleans it", () => {
  test.each([
    "apt-get update && rm -rf /var/lib/apt/lists/*",
    "apt-get update && rm -rf /var/lib/apt/lists",
    "apt-get update && rm -rf /var/lib/{apt,dpkg,cache,log}/",
    "apt-get update && rm -r /tmp/* /var/lib/apt/*",
    "apt-get update && find /var/lib/apt/lists -type f -delete",
    "apt-get update && apt-get distclean",
    "apk add x && rm -rf /var/cache/apk/*",
    "apk add x && rm -rf /var/cache/*",
    "apk add x && apk cache clean",
    "yum install -y x && yum clean all",
    "yum install -y x && yum -y --enablerepo='*' clean all",
    "dnf in -y x && rm -rf /var/cache/yum/*",
    "dnf install -y x && microdnf clean all",
    "zypper in x && zypper cc",
    "zypper in x && zypper clean --all",
    "yes | pacman -Syu x && yes | pacman -Scc",
    "pip install x && rm -rf ~/.cache",
    "pip install x && rm -rf /root/.cache/pip/*",
    "pip install x && rm -rf $HOME/.cache/pip",
    "pip install x && pip cache purge",
    "pip install --cache-dir /c x && rm -rf /c",
    "pip install --cache-dir=/c x && rm -rf /c",
    'pip install x && rm -rf "$(pip cache dir)"',
    "npm ci && npm cache clean --force",
    "npm ci && rm -rf /root/.npm",
    "yarn install && yarn cache clean",
    "yarn install && rm -rf /usr/local/share/.cache",
  ])("%s", async (script) => {
    expect(await leftOf(`RUN ${script}`)).toEqual([]);
  });

  test.each([
    ["rm -rf /var/lib/apt/lists/* && apt-get update", ["apt-get update"]],
    ["apt-get update && apt-get clean", ["apt-get update"]],
    ["apt-get update && rm -rf /var/lib/apt/lists/partial", ["apt-get update"]],
    ["apt-get update && rm -rf /tmp/*", ["apt-get update"]],
    ["apt-get update && rm -rf /*", ["apt-get update"]],
    ["dnf clean all && dnf install -y x", ["dnf install"]],
    ["dnf install -y x && dnf clean packages", ["dnf install"]],
    ["zypper cc && zypper remove x", ["zypper remove"]],
    ["npm ci && npm cache verify", ["npm ci"]],
    ["pip install x && rm -rf ~/.cache/uv", ["pip install"]],
    ["apk add x && pip install x && rm -rf /var/cache/apk", ["pip install"]],
  ])("too little: %s", async (script, expected) => {
    expect(await leftOf(`RUN ${script}`)).toEqual(expected);
  });

  test("a later RUN cleans nothing", async () => {
    expect(await leftOf("RUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*")).toEqual(["apt-get update"]);
  });
});

describe("mounts and variables", () => {
  test.each([
    ["RUN --mount=type=cache,target=/var/lib/apt apt-get update", []],
    ["RUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update", []],
    ["RUN --mount=type=cache,target=/var/cache/apt apt-get update", ["apt-get update"]],
    ["RUN --mount=type=bind,target=/var/lib/apt apt-get update", ["apt-get update"]],
    ["RUN --mount=type=cache,dst=/root/.cache pip install x", []],
    ["RUN --mount=target=/home/app/.cache/pip,type=cache pip install x", []],
    ["ENV PIP_CACHE_DIR=/pip\nRUN --mount=type=cache,target=/pip pip install x", []],
    ["ARG C=/pip\nENV PIP_CACHE_DIR=$C\nRUN --mount=type=cache,target=$C pip install x", []],
    ["RUN --mount=type=cache,target=/root/.npm npm ci", []],
    ["RUN --mount=type=cache,target=/root/.yarn yarn", []],
    ["RUN --mount=type=cache,target=/var/lib/foobar yarn", ["yarn"]],
    ["ENV PIP_NO_CACHE_DIR=1\nRUN pip install x", []],
    ["ENV PIP_NO_CACHE_DIR=off\nRUN pip install x", ["pip install"]],
    ["ARG PIP_NO_CACHE_DIR=yes\nRUN pip install x", []],
    ["ARG PIP_NO_CACHE_DIR\nRUN pip install x", []],
    ["RUN PIP_NO_CACHE_DIR=true pip install x", []],
    ["RUN PIP_NO_CACHE_DIR=true pip install x; pip install y", ["pip install"]],
    ["RUN export PIP_NO_CACHE_DIR=on && pip install x", []],
    ["RUN export PIP_NO_CACHE_DIR=0 && pip install x", ["pip install"]],
    ["RUN pip install x && export PIP_NO_CACHE_DIR=1", ["pip install"]],
  ])("%j", async (steps, expected) => {
    expect(await leftOf(steps)).toEqual(expected);
  });
});
