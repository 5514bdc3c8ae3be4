import type { Release } from "../package.ts";

/** Families of distributions as Trivy names them, where they differ from os-release's id. */
const families: Readonly<Record<string, string>> = {
  rhel: "redhat",
  almalinux: "alma",
  ol: "oracle",
  amzn: "amazon",
  mariner: "cbl-mariner",
  "sle-micro": "slem",
};

export function familyOf({ id }: Release): string {
  return Object.hasOwn(families, id) ? (families[id] ?? id) : id;
}
