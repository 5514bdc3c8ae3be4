import { importRestrictions } from "./import-law.ts";

/** The text of .oxlintrc.json. */
export function lintConfig(): string {
  const config = {
    $schema: "./node_modules/oxlint/configuration_schema.json",
    plugins: ["typescript", "unicorn", "oxc", "import"],
    categories: { correctness: "error", suspicious: "error" },
    rules: {
      "typescript/no-explicit-any": "error",
      "typescript/no-non-null-assertion": "error",
      "typescript/ban-ts-comment": "error",
      "import/no-cycle": "error",
      "max-lines": ["error", { max: 400, skipBlankLines: false, skipComments: false }],
      "no-warning-comments": ["error", { terms: ["todo", "fixme"], location: "anywhere" }],
      "no-console": "error",
      "unicorn/no-process-exit": "error",
      "no-shadow": "off",
      "unicorn/no-array-sort": "off",
      "unicorn/no-array-reverse": "off",
      "unicorn/consistent-function-scoping": "off",
      "unicorn/require-module-specifiers": "off",
      "no-unmodified-loop-condition": "off",
      "unicorn/prefer-add-event-listener": "off",
      "import/no-unassigned-import": "off",
      "import/no-named-as-default-member": "off",
    },
    overrides: [
      ...importRestrictions(),
      { files: ["src/catalog/**/*.data.ts", "src/catalog/data/**"], rules: { "max-lines": "off" } },
      { files: ["scripts/**", "bench/**"], rules: { "no-console": "off", "max-lines": "off", "unicorn/no-process-exit": "off" } },
      { files: ["test/**"], rules: { "max-lines": "off", "no-warning-comments": "off", "no-template-curly-in-string": "off" } },
    ],
    ignorePatterns: ["dist/**", "node_modules/**", "examples/**"],
  };
  return JSON.stringify(config, null, 2) + "\n";
}
