import { chatRules } from "./chat.ts";
import { cloudRules } from "./cloud.ts";
import { databaseRules } from "./databases.ts";
import { paymentRules } from "./payment.ts";
import { privateKeyRules } from "./private-keys.ts";
import { registryRules } from "./registries.ts";
import type { SecretRule } from "./rule.ts";
import { serviceRules } from "./services.ts";
import { hostingRules } from "./source-hosting.ts";

/** All rules for forms. Of two that see the same text as a secret the first counts. */
export const secretRules: readonly SecretRule[] = [
  ...cloudRules,
  ...hostingRules,
  ...registryRules,
  ...chatRules,
  ...paymentRules,
  ...serviceRules,
  ...databaseRules,
  ...privateKeyRules,
];
