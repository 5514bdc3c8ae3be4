import type { BuildModel } from "../../../model/build.ts";
import { shellAt } from "../../../model/run-commands.ts";
import type { Place } from "../place.ts";
import { placeAsRoot } from "../place-as-root.ts";
import { familyOf } from "../user/family.ts";

/** How tini comes into the image: its path, and the commands and the place that install it. */
export interface InitInstall {
  readonly path: string;
  readonly commands: readonly string[];
  readonly place: Place;
}

/** Releases before tini became a package. */
const tooOld =
  /(?:^|[:-])(?:wheezy|jessie|stretch|precise|trusty|xenial)\b|^debian:[789](?:[.-]|$)|^ubuntu:1[0-7]\.|^alpine:(?:2|3\.[0-3])(?:\.|$)/;

/** A text says why tini cannot be installed here. */
export function installInit(build: BuildModel): InitInstall | string {
  const { target } = build;
  const family = familyOf(build);
  const distribution = build.base.kind === "image" ? (build.base.facts?.distribution ?? "") : "";
  if (
    build.base.kind === "image" &&
    tooOld.test(`${build.base.ref.normalized.split("/").at(-1) ?? ""}:${build.base.ref.tag ?? ""}`)
  )
    return "the distribution of its base is too old to have tini; start it with --init";
  const commands = installCommands(family, distribution, usesApt(build));
  if (!commands) return "its base has no package manager that brings an init; start it with --init";
  if (!/(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(shellAt(target, undefined)[0] ?? ""))
    return "its RUN steps use another shell than a POSIX one";
  const place = placeAsRoot(build, target);
  if (!place) return "no step of the final stage runs as root, so nothing can be installed; start it with --init";
  return { path: family === "busybox" ? "/sbin/tini" : "/usr/bin/tini", commands, place };
}

function installCommands(family: ReturnType<typeof familyOf>, distribution: string, apt: boolean): string[] | undefined {
  if (family === "busybox" && !distribution.startsWith("busybox")) return ["apk add --no-cache tini"];
  const debian = /^(?:debian|ubuntu|kali)/.test(distribution) || apt;
  if (family === "useradd" && debian)
    return ["apt-get update", "apt-get install -y --no-install-recommends tini", "rm -rf /var/lib/apt/lists/*"];
  return undefined;
}

function usesApt(build: BuildModel): boolean {
  return build.chain.some((stage) =>
    stage.steps.some((step) => step.keyword === "RUN" && /\bapt(?:-get)?\s/.test(step.rest.text)),
  );
}
