/** The names and numbers of etc/passwd or etc/group. */
export function readAccounts(bytes: Uint8Array | undefined): {
  readonly byName: ReadonlyMap<string, number>;
  readonly byNumber: ReadonlyMap<number, string>;
} {
  const byName = new Map<string, number>();
  const byNumber = new Map<number, string>();
  for (const line of bytes === undefined ? [] : new TextDecoder().decode(bytes).split("\n")) {
    const [name = "", , number = ""] = line.split(":");
    if (name === "" || !/^\d{1,10}$/.test(number)) continue;
    if (!byName.has(name)) byName.set(name, Number(number));
    if (!byNumber.has(Number(number))) byNumber.set(Number(number), name);
  }
  return { byName, byNumber };
}
