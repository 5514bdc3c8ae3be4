import { secretsOfCommand } from "../../model/secrets/runtime-commands.ts";
import { isDummy } from "../../model/secrets/values.ts";
import type { ImageConfig } from "../image-config.ts";
import { historySecrets } from "./history.ts";
import { bytesOf, namedSecret, pairSecrets, placed } from "./named-values.ts";
import type { Ruleset } from "./rules/ruleset.ts";
import type { ImageSecret } from "./secret.ts";
import { scanText, type TextFound } from "./text-scan.ts";

/** Secrets in how a container starts and in how the image was built. */
export function configSecrets(config: ImageConfig, ruleset: Ruleset): ImageSecret[] {
  const found: ImageSecret[] = [];
  for (const pair of config.env) {
    const equals = pair.indexOf("=");
    if (equals <= 0) continue;
    found.push(
      ...placed(pairSecrets(pair.slice(0, equals), pair.slice(equals + 1), ruleset), {
        kind: "env",
        name: pair.slice(0, equals),
      }),
    );
  }
  for (const [name, value] of Object.entries(config.labels))
    found.push(...placed(pairSecrets(name, value, ruleset), { kind: "label", name }));
  for (const words of [config.entrypoint, config.command, programOf(config.health)])
    found.push(...placed(commandSecrets(words, ruleset), { kind: "command" }));
  return [...found, ...historySecrets(config, ruleset)];
}

/** The test of a health check without the word that says how it is run. */
function programOf([how, ...words]: readonly string[]): readonly string[] {
  return how === "CMD-SHELL" ? ["/bin/sh", "-c", ...words] : words;
}

function commandSecrets(words: readonly string[], ruleset: Ruleset): TextFound[] {
  const text = bytesOf(words.join(" "));
  const found = scanText(text, ruleset);
  const at = { file: "", span: { start: 0, end: 0 }, how: "literal", via: [] } as const;
  for (const { secret } of secretsOfCommand(words.map((word) => ({ text: word, at })))) {
    const value = bytesOf(secret.value);
    const start = text.indexOf(value);
    if (secret.open || isDummy(secret.value) || start < 0) continue;
    const span = { start, end: start + value.length };
    if (!found.some((other) => other.start < span.end && span.start < other.end))
      found.push(...namedSecret(secret.what, text, span, ruleset));
  }
  return found;
}
