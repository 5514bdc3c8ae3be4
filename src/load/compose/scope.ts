import type { MapValue } from "../../parse/compose/value.ts";
import type { Environment } from "./environment.ts";
import type { Session } from "./session.ts";

/** Where files are loaded: the project itself or an included one. */
export interface Scope {
  readonly session: Session;
  /** Folder that relative paths of this project are resolved against, from the top. */
  readonly directory: string;
  readonly environment: Environment;
  /** Files whose `include` led here, outermost first. */
  readonly including: readonly string[];
  /** Files that `extends` reads, ready to extend from. */
  readonly bases: Map<string, Promise<ExtensionBase | undefined>>;
}

/** A file that services extend from: canonical, with paths relative to the scope's folder. */
export interface ExtensionBase {
  readonly services: MapValue;
  readonly resets: readonly (readonly string[])[];
}
