import type { MappedText } from "../../source/mapped-text.ts";
import { at, entriesOf } from "./yaml/node.ts";
import { readYaml } from "./yaml/read.ts";

export interface PackageScript {
  readonly name: string;
  readonly script: MappedText;
}

/** The scripts of a package.json that may call a container program. */
export function packageScripts(text: string): PackageScript[] {
  if (!text.includes('"scripts"') || !/docker|podman|buildah|nerdctl|trivy|grype|snyk/.test(text)) return [];
  // JSON is YAML too, so one reader gives the places of both.
  return entriesOf(at(readYaml(text).root, "scripts")).flatMap(({ key, value }) =>
    value.type === "scalar" ? [{ name: key, script: value.text }] : [],
  );
}

export function packageScript(text: string, name: string): MappedText | undefined {
  return packageScripts(text).find((each) => each.name === name)?.script;
}
