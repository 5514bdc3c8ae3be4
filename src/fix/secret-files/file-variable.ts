import type { ImageFacts } from "../../model/image-facts.ts";
import { matchGlob } from "../../catalog/glob.ts";

/** The variable through which an image takes a secret from a file; undefined where it does not read one, or nobody knows. */
export function fileVariable(facts: ImageFacts | undefined, name: string): string | undefined {
  if (!facts?.fileEnv?.some((pattern) => matchGlob(pattern, name))) return undefined;
  const form = facts.fileEnvForm ?? "NAME_FILE";
  if (!/^[A-Z_a-z]*NAME[A-Z_a-z]*$/.test(form)) return undefined;
  const variable = form.replace("NAME", name);
  return facts.fileEnvForbidden?.includes(variable) === true ? undefined : variable;
}

/** Whether a file that only root may read is read by root: by a process that stays root, or by an entrypoint before it drops root. */
export function readByRoot(facts: ImageFacts | undefined, name: string): boolean {
  return facts?.start === "root" || facts?.fileEnvAsRoot?.some((pattern) => matchGlob(pattern, name)) === true;
}
