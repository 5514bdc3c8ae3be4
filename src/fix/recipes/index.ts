import type { Recipe } from "../fix.ts";
import { setUser } from "./set-user.ts";

/** Every recipe, sorted by the kind of remedy that it renders. */
export const recipes: readonly Recipe[] = [
  setUser,
];

/** The recipe for a kind of remedy. */
export function findRecipe(kind: string): Recipe | undefined {
  return recipes.find((recipe) => recipe.kind === kind);
}
