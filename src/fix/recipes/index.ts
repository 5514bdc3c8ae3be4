import type { WorkloadKind } from "../../model/workload.ts";
import type { Recipe } from "../fix.ts";
import { addHealthcheck } from "./add-healthcheck.ts";
import { addImageScan } from "./add-image-scan.ts";
import { addServiceHealthcheck } from "./add-service-healthcheck.ts";
import { keepOutOfContext, moveEnvSecret, moveRunSecret, revokeSecret, useSecretMount } from "./build-secret.ts";
import { cleanPackageCache } from "./clean-package-cache.ts";
import { dropCapabilities } from "./drop-capabilities.ts";
import { execFormRecipe } from "./exec-form.ts";
import { extendDockerignore } from "./extend-dockerignore.ts";
import { installInitRecipe } from "./install-init.ts";
import { logToStdout } from "./log-to-stdout.ts";
import { removeLoggingDriver, setLogRotation } from "./logging-driver.ts";
import { numericUser } from "./numeric-user.ts";
import { pinDigest, pinImage } from "./pin-image.ts";
import { removeCapability, removePrivileged } from "./privileged-advice.ts";
import { removeHostNamespace } from "./remove-host-namespace.ts";
import { removeSecurityOption } from "./remove-security-option.ts";
import { setInitOption } from "./set-init-option.ts";
import { setCpuLimit, setMemoryLimit, setPidsLimit } from "./set-limits.ts";
import { setNoNewPrivileges } from "./set-no-new-privileges.ts";
import { addTmpfs, setReadOnly } from "./set-read-only.ts";
import { setUserOption } from "./set-user-option.ts";
import { setUser } from "./set-user.ts";
import { removeSocket } from "./socket-advice.ts";
import { leaveToolchain, splitStages } from "./split-stages.ts";
import { useSecretFile } from "./use-secret-file.ts";
import { useSlimBase } from "./use-slim-base.ts";

/** Every recipe, sorted by the kind of remedy that it renders. */
export const recipes: readonly Recipe[] = [
  addHealthcheck,
  addImageScan,
  addServiceHealthcheck,
  addTmpfs,
  cleanPackageCache,
  dropCapabilities,
  execFormRecipe,
  extendDockerignore,
  installInitRecipe,
  keepOutOfContext,
  leaveToolchain,
  logToStdout,
  moveEnvSecret,
  moveRunSecret,
  numericUser,
  pinDigest,
  pinImage,
  removeCapability,
  removeHostNamespace,
  removeLoggingDriver,
  removePrivileged,
  removeSecurityOption,
  removeSocket,
  revokeSecret,
  setCpuLimit,
  setInitOption,
  setLogRotation,
  setMemoryLimit,
  setNoNewPrivileges,
  setPidsLimit,
  setReadOnly,
  setUser,
  setUserOption,
  splitStages,
  useSecretFile,
  useSecretMount,
  useSlimBase,
];

/** The recipes for a kind of remedy and a kind of workload. */
export function findRecipes(kind: string, workload: WorkloadKind): readonly Recipe[] {
  return recipes.filter((recipe) => recipe.kind === kind && (recipe.on?.includes(workload) ?? true));
}
