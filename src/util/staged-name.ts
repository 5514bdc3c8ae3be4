const start = ".seaworthy-";

/** The name of a file that is written beside its place and renamed into it when it is whole. */
export function stagedName(process: number, count: number): string {
  return `${start}${process}-${count}.tmp`;
}

/** The process that a file was staged by; undefined for every other name. */
export function stagedBy(name: string): number | undefined {
  if (!name.startsWith(start)) return undefined;
  const process = /^-([1-9]\d{0,9})-\d+\.tmp$/.exec(name.slice(start.length - 1))?.[1];
  return process === undefined ? undefined : Number(process);
}
