/**
 * `$X`, `${X}` and `${X:-d}` with the given values; undefined where something in it is not known. `$UID` is left alone
 * unless given: a shell sets it.
 */
export function expandValue(text: string, values: ReadonlyMap<string, string>): string | undefined {
  if (!/[$`]/.test(text)) return text;
  if (/`|\$\(/.test(text)) return undefined;
  let unknown = false;
  const result = text.replaceAll(
    /\$(?:(\w+)|\{(\w+)(?::?[-=]([^{}$`]*))?\})/g,
    (_, plain?: string, braced?: string, fallback?: string) => {
      const value = values.get(plain ?? braced ?? "");
      if (value !== undefined && value !== "") return value;
      if (fallback !== undefined) return fallback;
      unknown = true;
      return "";
    },
  );
  return unknown || result.includes("$") ? undefined : result;
}
