import { maskText } from "../report/mask.ts";
import { isSecretName } from "../report/mask/names.ts";
import type { ImageReport, ReportedConfig } from "./report.ts";

/** The same report without the values of secrets: environment, labels, commands and history may hold some. */
export function maskReport(report: ImageReport): ImageReport {
  return {
    ...report,
    config: maskConfig(report.config),
    layers: report.layers.map((layer) =>
      layer.createdBy === undefined ? layer : { ...layer, createdBy: maskText(layer.createdBy) },
    ),
  };
}

function maskConfig(config: ReportedConfig): ReportedConfig {
  return {
    ...config,
    env: config.env.map(maskPair),
    labels: maskLabels(config.labels),
    entrypoint: maskWords(config.entrypoint),
    command: maskWords(config.command),
    health: config.health && maskWords(config.health),
  };
}

export function maskLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [name, isSecretName(name) ? "*".repeat(value.length) : maskText(value)]),
  );
}

/** `NAME=value`: the value goes by the name or by its own form. */
export function maskPair(pair: string): string {
  const equals = pair.indexOf("=");
  const name = pair.slice(0, Math.max(0, equals));
  const value = pair.slice(equals + 1);
  return isSecretName(name) ? `${name}=${"*".repeat(value.length)}` : `${name}=${maskText(value)}`;
}

/** A flag and its value are two words of one line. */
export function maskWords(words: readonly string[]): string[] {
  return words.map((word, at) => {
    const before = words[at - 1] ?? "";
    if (!before.startsWith("-") || word.startsWith("-")) return maskText(word);
    return maskText(`${before} ${word}`).slice(before.length + 1);
  });
}
