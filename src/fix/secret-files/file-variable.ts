import type { ImageFacts } from "../../model/image-facts.ts";
import { matchGlob } from "../../catalog/glob.ts";

/** The variable through which an image takes a secret from a file, and what it is set to. */
export interface FileVariable {
  readonly name: string;
  readonly valueFor: (path: string) => string;
}

/** Undefined where the image does not read a secret from a file, or nobody knows. */
export function fileVariable(facts: ImageFacts | undefined, name: string): FileVariable | undefined {
  if (!facts?.fileEnv?.some((pattern) => matchGlob(pattern, name))) return undefined;
  const { fileEnvForm: form = "NAME_FILE", fileEnvValue: value = "PATH" } = facts;
  if (!/^[A-Z_a-z]*NAME[A-Z_a-z]*$/.test(form) || !/^[\w@ ]*PATH$/.test(value)) return undefined;
  const variable = form.replace("NAME", name);
  if (facts.fileEnvForbidden?.includes(variable) === true) return undefined;
  return { name: variable, valueFor: (path) => value.replace("PATH", path) };
}

/** Whether a file that only root may read is read by root: by a process that stays root, or by an entrypoint before it drops root. */
export function readByRoot(facts: ImageFacts | undefined, name: string): boolean {
  return facts?.start === "root" || facts?.fileEnvAsRoot?.some((pattern) => matchGlob(pattern, name)) === true;
}
