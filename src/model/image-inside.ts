import type { ImageRef } from "../parse/imageref/image-ref.ts";
import type { Origin } from "../source/origin.ts";
import type { Fact } from "./fact.ts";
import type { ImageFile } from "./image-files.ts";

/** What was read of an image itself: its configuration, its history and the files of every layer. */
export interface ImageInside {
  /** The image that it was built on, as its labels or its build's provenance say. */
  readonly base: Fact<ImageRef>;
  /** Where that is not known: the images of which it is one, if it rests on any. */
  readonly baseCandidates: readonly ImageRef[];
  readonly secrets: readonly InsideSecret[];
  readonly setuid: readonly SetuidFile[];
  readonly leftovers: readonly InsideLeftover[];
  /** Bytes of all layers, unpacked. */
  readonly bytes: number;
  readonly layers: number;
  /** Why the files are not all known; undefined where every layer was read. */
  readonly unread: string | undefined;
  readonly volumes: readonly { readonly path: string; readonly at: Origin }[];
  /** Paths of log files that are links to the container's own output. */
  readonly linkedLogs: ReadonlySet<string>;
  /** The script that a program name or path stands for; undefined for other programs. */
  readonly findScript: (program: string) => ImageFile | undefined;
}

/** A secret in an image. Nothing here holds its value. */
export interface InsideSecret {
  readonly place: "env" | "label" | "command" | "build-arg" | "run" | "file";
  /** What it is: `an AWS access key`. */
  readonly what: string;
  /** Variable, label, build argument or path. */
  readonly name: string;
  readonly severity: "critical" | "high" | "medium" | "low";
  /** The layer, from 1, that deletes or replaces the file, although the layer of `at` still has it. */
  readonly gone?: { readonly by: "deleted" | "replaced"; readonly layer: number };
  readonly at: Origin;
}

/** A program that runs as its owner or group, whoever starts it. */
export interface SetuidFile {
  readonly path: string;
  /** `setuid root`, `setgid shadow (42)`. */
  readonly bits: string;
  /** Distributions ship it so. */
  readonly usual: boolean;
  readonly at: Origin;
}

/** What only a build needs. */
export interface InsideLeftover {
  readonly kind: "cache" | "tool";
  /** `package lists of apt`, `a C compiler`, `npm`. */
  readonly what: string;
  readonly bytes: number;
  readonly files: number;
  /** The layer, from 1, that deletes it although the layer of `at` still has it. */
  readonly deletedIn?: number;
  readonly remedy: string;
  /** The first of its files, in the layer that has most of it. */
  readonly at: Origin;
}
