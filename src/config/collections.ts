import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import type { Span } from "../source/span.ts";
import { didYouMean } from "../util/distance.ts";
import { checkRuleName } from "./scalars.ts";
import { spanOf, type JsonSchema, type Read, type ReadContext, type Shape } from "./shape.ts";

export function list<T>(doc: string, of: Shape<T>, noun: string): Shape<readonly T[]> {
  return {
    doc,
    noun,
    schema: (names) => ({ type: "array", items: described(of, names) }),
    read: (node, context) => {
      if (!isSeq(node)) {
        context.report(spanOf(node), `this must be ${noun}`, "Write a list: [a, b], or one `- a` to a line.");
        return undefined;
      }
      return node.items.flatMap((item) => {
        const value = isNode(item) ? resolve(item, context) : undefined;
        const read = value && of.read(value, context);
        return read === undefined ? [] : [read];
      });
    },
  };
}

/** Keys that the user chooses: `any`, or names of rules. */
export function map<T>(doc: string, keys: "any" | "rules", of: Shape<T>, noun: string): Shape<ReadonlyMap<string, T>> {
  return {
    doc,
    noun,
    schema: (names) => {
      const value = described(of, names);
      const known = keys === "rules" && names.length > 0 ? { propertyNames: { enum: names } } : {};
      return { type: "object", ...known, additionalProperties: value };
    },
    read: (node, context) => {
      const entries = entriesOf(node, context, noun);
      const result = new Map<string, T>();
      for (const { key, keyNode, value } of entries ?? []) {
        if (keys === "rules" && !checkRuleName(key, keyNode, context)) continue;
        const read = value && of.read(value, context);
        if (read !== undefined) result.set(key, read);
      }
      return entries && result;
    },
  };
}

type Fields = Readonly<Record<string, Shape<unknown>>>;
/** What an object reads to, with its place. */
export type ObjectOf<F extends Fields> = { readonly [K in keyof F]?: Read<F[K]> } & { readonly span: Span };

export interface ObjectShape<F extends Fields> extends Shape<ObjectOf<F>> {
  readonly fields: F;
}

/** Keys that are fixed; all others are mistakes. */
export function object<F extends Fields>(
  doc: string,
  fields: F,
  noun: string,
  required: readonly (keyof F & string)[] = [],
): ObjectShape<F> {
  const keys = Object.keys(fields);
  return {
    doc,
    noun,
    fields,
    schema: (names) => ({
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(keys.map((key) => [key, fields[key] ? described(fields[key], names) : {}])),
      ...(required.length > 0 ? { required } : {}),
    }),
    read: (node, context) => {
      const entries = entriesOf(node, context, noun);
      if (!entries) return undefined;
      const result: Record<string, unknown> = { span: spanOf(node) };
      for (const { key, keyNode, value } of entries) {
        const shape = Object.hasOwn(fields, key) ? fields[key] : undefined;
        if (!shape)
          context.report(spanOf(keyNode), `unknown key "${key}"${didYouMean(key, keys)}`, `Known keys: ${keys.join(", ")}.`);
        else if (value) result[key] = shape.read(value, context);
      }
      for (const key of required) {
        if (!entries.some((entry) => entry.key === key))
          context.report(spanOf(node), `the key "${key}" is missing`, `Add ${key}: ${fields[key]?.noun ?? ""}.`);
      }
      return result as ObjectOf<F>;
    },
  };
}

/** A shape whose values must make sense as a whole. */
export function checked<T>(shape: Shape<T>, check: (value: T, report: ReadContext["report"]) => void): Shape<T> {
  return {
    doc: shape.doc,
    noun: shape.noun,
    schema: shape.schema,
    read: (node, context) => {
      const value = shape.read(node, context);
      if (value !== undefined) check(value, context.report);
      return value;
    },
  };
}

/** A word where that is enough, else an object. */
export function wordOr<A, B>(word: Shape<A>, full: Shape<B>): Shape<A | B> {
  return {
    doc: full.doc,
    noun: `${word.noun}, or ${full.noun}`,
    schema: (names) => ({ anyOf: [word.schema(names), full.schema(names)] }),
    read: (node, context) => (isMap(node) ? full.read(node, context) : word.read(node, context)),
  };
}

function described(shape: Shape<unknown>, names: readonly string[]): JsonSchema {
  const schema = shape.schema(names);
  return shape.doc === "" ? schema : { description: shape.doc, ...schema };
}

interface Entry {
  readonly key: string;
  readonly keyNode: Node;
  /** Undefined for a key without a value: as if it were not there. */
  readonly value: Node | undefined;
}

function entriesOf(node: Node, context: ReadContext, noun: string): Entry[] | undefined {
  if (!isMap(node)) {
    context.report(spanOf(node), `this must be ${noun}`, "Write keys and values: `key: value`.");
    return undefined;
  }
  return readEntries(node, context);
}

function readEntries(node: YAMLMap, context: ReadContext): Entry[] {
  const entries = new Map<string, Entry>();
  for (const pair of node.items) {
    const keyNode = isNode(pair.key) ? pair.key : undefined;
    if (!keyNode || !isScalar(keyNode)) {
      context.report(spanOf(keyNode ?? node), "a key must be a plain text", "Write `key: value`.");
      continue;
    }
    const key = keyNode.source ?? String(keyNode.value);
    if (entries.has(key)) context.report(spanOf(keyNode), `the key "${key}" is here twice`, "Join the two.");
    const value = isNode(pair.value) ? resolve(pair.value, context) : undefined;
    entries.set(key, { key, keyNode, value: value && isScalar(value) && value.value === null ? undefined : value });
  }
  return [...entries.values()];
}

/** What an alias stands for. The shapes end somewhere, so that no cycle is followed for ever. */
function resolve(node: Node, context: ReadContext): Node | undefined {
  if (!isAlias(node)) return node;
  const target = node.resolve(context.document);
  if (!target) context.report(spanOf(node), `there is no anchor "${node.source}"`, "Write the value out.");
  return target;
}
