/** A YAML document as written: no anchor followed, no tag applied, every node with its place in the text. */
export type YamlNode = YamlScalar | YamlList | YamlMap | YamlAlias;

interface YamlNodeBase {
  /** Offsets of the node itself; anchor and tag stand before it. */
  readonly start: number;
  readonly end: number;
  /** As written: `!reset`, `!!str`. */
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
}

export interface YamlScalar extends YamlNodeBase {
  readonly type: "scalar";
  /** After folding and unescaping. */
  readonly text: string;
  /** Without quotes and not a block scalar: the text may stand for a number, a boolean or null. */
  readonly plain: boolean;
}

export interface YamlList extends YamlNodeBase {
  readonly type: "list";
  readonly items: readonly YamlNode[];
}

export interface YamlPair {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export interface YamlMap extends YamlNodeBase {
  readonly type: "map";
  readonly pairs: readonly YamlPair[];
}

export interface YamlAlias extends YamlNodeBase {
  readonly type: "alias";
  readonly name: string;
}

export interface YamlError {
  readonly message: string;
  readonly hint: string;
  readonly start: number;
  readonly end: number;
}

export interface YamlStream {
  /** One for each document that is not empty. */
  readonly documents: readonly YamlNode[];
  readonly errors: readonly YamlError[];
}
