import { UsageError } from "../api/errors.ts";
import type { ImageRequest } from "../api/image.ts";
import { valueOf, type Arguments } from "./arguments.ts";
import { imageRequest } from "./image-request.ts";
import type { Io } from "./io.ts";

/**
 * The two images of a comparison. `--input` names the archive of both, which two references tell apart; the one of the new image,
 * where a single reference names the old one; or, given twice, the old one's and the new one's.
 */
export function imagePair(args: Arguments, io: Io): readonly [ImageRequest, ImageRequest] {
  const old = valueOf(args, "to");
  const names = old === undefined ? args.positionals : [old, ...args.positionals];
  const inputs = args.values.get("input") ?? [];
  const sides = pairUp(names, inputs);
  if (!sides)
    throw new UsageError(
      "image compare needs two images",
      "Write seaworthy image compare OLD NEW, or NEW --to OLD; each is a reference or the path of an archive.",
    );
  const [from, to] = sides;
  if (isPiped(from) && isPiped(to))
    throw new UsageError("both images cannot come from standard input", "Write the archive to a file first.");
  const request = (side: Side): ImageRequest => imageRequest(side.name, side.input, args, io);
  return [request(from), request(to)];
}

interface Side {
  readonly name: string | undefined;
  readonly input: string | undefined;
}

function pairUp(names: readonly string[], inputs: readonly string[]): readonly [Side, Side] | undefined {
  const [first, second] = names;
  const [before, after] = inputs;
  if (names.length > 2 || inputs.length > 2) return undefined;
  if (inputs.length === 1 && names.length === 1)
    return [
      { name: first, input: undefined },
      { name: undefined, input: before },
    ];
  if (names.length !== 2 && !(names.length === 0 && inputs.length === 2)) return undefined;
  return [
    { name: first, input: before },
    { name: second, input: after ?? before },
  ];
}

function isPiped({ name, input }: Side): boolean {
  return (input ?? name) === "-";
}
