import type { Document, Node } from "yaml";
import type { Span } from "../source/span.ts";

export type JsonSchema = { readonly [key: string]: unknown };

export interface ReadContext {
  readonly document: Document.Parsed;
  readonly ruleNames: ReadonlySet<string>;
  readonly rulesets: readonly string[];
  readonly report: (span: Span, message: string, hint: string) => void;
}

/**
 * What may stand at one place of the configuration: how to read it, its JSON schema and its words for the documentation. The
 * type of what it reads follows from it.
 */
export interface Shape<T> {
  /** One sentence on what it is for; empty where the context says it. */
  readonly doc: string;
  /** What may be written, in words: "a list of rule names". */
  readonly noun: string;
  readonly schema: (ruleNames: readonly string[]) => JsonSchema;
  /** Undefined after a problem was reported. */
  readonly read: (node: Node, context: ReadContext) => T | undefined;
}

export type Read<S> = S extends Shape<infer T> ? T : never;

/** Offsets of a node. */
export function spanOf(node: Node): Span {
  return node.range ? { start: node.range[0], end: node.range[1] } : { start: 0, end: 0 };
}
