import type { WorkloadKind } from "../../model/workload.ts";
import type { Recipe } from "../fix.ts";
import { keepOutOfContext, moveEnvSecret, moveRunSecret, revokeSecret, useSecretMount } from "./build-secret.ts";
import { setUser } from "./set-user.ts";

/** Every recipe, sorted by the kind of remedy that it renders. */
export const recipes: readonly Recipe[] = [
  keepOutOfContext,
  moveEnvSecret,
  moveRunSecret,
  revokeSecret,
  setUser,
  useSecretMount,
];

/** The recipes for a kind of remedy and a kind of workload. */
export function findRecipes(kind: string, workload: WorkloadKind): readonly Recipe[] {
  return recipes.filter((recipe) => recipe.kind === kind && (recipe.on?.includes(workload) ?? true));
}
