// What bench/fix.mjs prints.

export function printTable(rows, groups) {
  const ids = [...new Set(rows.map(({ row }) => row))].toSorted();
  const parts = [
    ...ids.map((id) => [id, rows.filter(({ row }) => row === id)]),
    ...["read-only", "capabilities"].map((id) => [`${id}, known images`, rows.filter(({ row, known }) => row === id && known)]),
    ["all", rows],
    ["all but resource-limits", rows.filter(({ row }) => row !== "resource-limits")],
  ];
  console.table(Object.fromEntries(parts.map(([name, part]) => [name, sumUp(part, groups)])));
}

function sumUp(rows, groups) {
  const ends = (list, end) => list.filter((row) => row.end === end).length;
  const share = (list) => (list.length === 0 ? "" : `${((100 * ends(list, "pass")) / list.length).toFixed(1)}%`);
  const offered = rows.filter((row) => row.offered);
  const sums = {
    failing: rows.length,
    pass: ends(rows, "pass"),
    unknown: ends(rows, "unknown"),
    "n/a": ends(rows, "n/a"),
    fail: ends(rows, "fail"),
    gone: ends(rows, "gone"),
    "of failing": share(rows),
    offered: offered.length,
    "offered, pass": ends(offered, "pass"),
    "of offered": share(offered),
  };
  for (const group of groups) sums[group] = share(rows.filter((row) => row.group === group));
  return sums;
}

export function printNotes(broken) {
  for (const kind of [
    "BuildKit refuses it now",
    "an instruction that no fix meant",
    "docker compose config refuses it now",
    "a key that no fix meant",
    "a comment is lost",
    "a second run changes something",
    "a new finding",
    "a file is gone or has another mode",
    "a file changed that is not in the plan",
    "line endings are mixed",
    "fix fails",
  ]) {
    const texts = broken.get(kind) ?? [];
    console.log([`${String(texts.length).padStart(5)}  ${kind}`, ...texts.slice(0, 8)].join("\n         "));
  }
}

export function printReasons(rows) {
  for (const [title, wanted] of [
    ["Why rows do not pass:", () => true],
    ["Why rows do not pass for which a fix was offered:", (row) => row.offered],
  ]) {
    const reasons = new Map();
    for (const row of rows.filter((row) => row.end !== "pass" && wanted(row)))
      for (const why of row.why.length > 0 ? row.why : [`${row.end}: ${row.reason ?? ""}`]) {
        const key = `${row.row}: ${why}`;
        reasons.set(key, (reasons.get(key) ?? 0) + 1);
      }
    console.log(title);
    for (const [reason, count] of [...reasons].toSorted((a, b) => b[1] - a[1]).slice(0, 50))
      console.log(`${String(count).padStart(5)}  ${reason}`);
  }
}
