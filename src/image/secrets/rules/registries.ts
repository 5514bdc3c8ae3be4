import { formRule, type SecretRule } from "./rule.ts";

/** Registries of packages and of images. */
export const registryRules: readonly SecretRule[] = [
  formRule("npm token", { id: "npm-token", severity: "critical", entropy: 3.5 }),
  formRule("PyPI token", { id: "pypi-token", severity: "critical", entropy: 4 }),
  formRule("RubyGems token", { id: "rubygems-token", severity: "critical", entropy: 3 }),
  formRule("Docker Hub token", { id: "docker-hub-token", severity: "critical", entropy: 3 }),
  formRule("Artifactory key", { id: "artifactory-key", severity: "critical", entropy: 4 }),
  formRule("Clojars token", { id: "clojars-token", severity: "high", entropy: 3 }),
];
