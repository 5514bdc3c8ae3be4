// Written by `npm run generate` from the files of this folder.
import execForm from "./exec-form.ts";
import initProcess from "./init-process.ts";
import nonRootUser from "./non-root-user.ts";
import type { Rule } from "./rule.ts";

/** Every rule, sorted by name. */
export const rules: readonly Rule[] = [
  execForm,
  initProcess,
  nonRootUser,
];
