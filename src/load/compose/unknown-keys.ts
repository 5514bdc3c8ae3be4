import type { MapValue } from "../../parse/compose/value.ts";
import type { Session } from "./session.ts";
import { reportGap } from "./session.ts";
import { serviceShape } from "./shapes.ts";

const topKeys = new Set(["name", "version", "services", "include", "networks", "volumes", "secrets", "configs", "models"]);

/** Keys of services that are known but have no shape here. */
const otherServiceKeys = new Set(["credential_spec", "models", "provider", "use_api_socket"]);

export function isTopKey(key: string): boolean {
  return topKeys.has(key);
}

export function isServiceKey(key: string): boolean {
  return Object.hasOwn(serviceShape().fields, key) || otherServiceKeys.has(key);
}

/** Compose refuses keys that it does not know: most often they are misspelt, and what they mean is not seen. */
export function reportUnknownKeys(session: Session, map: MapValue, isKnown: (key: string) => boolean, of: string): void {
  for (const [key, entry] of map.entries) {
    if (isKnown(key) || key.startsWith("x-")) continue;
    reportGap(session, entry.keyOrigin, `Compose does not know the key ${key} ${of}and refuses the file.`);
  }
}
