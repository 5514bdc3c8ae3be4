import type { Package } from "../package.ts";

/** Who made a package what it is in the image. */
export interface Supplier {
  readonly name: string;
  readonly email?: string;
  /** One person, as far as the name tells. */
  readonly isPerson: boolean;
}

/** Words in the names of teams and companies. */
const group =
  /\b(?:team|teams|maintainers?|developers?|project|group|packagers?|packaging|foundation|community|inc|llc|ltd|gmbh|corp|corporation|company|authors|association|list|linux|distribution)\b/i;

/** The vendor that built a package, else its maintainer: `Name <address>`. */
export function supplierOf({ extra }: Package): Supplier | undefined {
  const vendor = plain(extra?.["vendor"]);
  const text = vendor ?? plain(extra?.["maintainer"]) ?? plain(extra?.["packager"]);
  if (text === undefined) return undefined;
  const match = /^([^<>]*)<([^<>]*)>/.exec(text);
  const name = (match ? (match[1] ?? "") : text).trim().replace(/^"(.*)"$/, "$1");
  const address = match?.[2]?.trim() ?? "";
  const email = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(address) ? address : undefined;
  if (name === "" && email === undefined) return undefined;
  return {
    name: name === "" ? (email ?? "") : name,
    ...(email !== undefined && { email }),
    isPerson: vendor === undefined && !group.test(name),
  };
}

/** One line without what would end the fields that it goes into. */
function plain(text: string | undefined): string | undefined {
  const line = text?.replace(/\p{Cc}+/gu, " ").trim();
  return line === "" ? undefined : line;
}
