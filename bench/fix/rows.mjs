// Rows that failed before fixes, and how they end.

export function countFindings({ findings }) {
  const counts = new Map();
  for (const { rule, workloads } of findings)
    for (const workload of workloads) counts.set(`${rule} ${workload}`, (counts.get(`${rule} ${workload}`) ?? 0) + 1);
  return counts;
}

/** One entry for each row that failed. `known`: a service whose image the catalog answers for in this row. */
export function readRows({ workloads }, { before, fixed, left }, report) {
  const later = new Map(report.scorecard.map((card) => [card.workload, card]));
  const byId = new Map(workloads.map((workload) => [workload.id, workload]));
  const offered = new Set();
  const offer = ({ rule, workloads: ids }) => ids.forEach((id) => offered.add(`${id} ${rule}`));
  for (const { finding } of fixed) offer(finding);
  for (const { finding, why } of left) if (why.kind === "unsafe" || why.tried) offer(finding);
  return before.scorecard.flatMap(({ workload, kind, rows }) =>
    rows
      .filter(({ verdict }) => verdict === "fail")
      .map(({ id, rules }) => {
        const end = later.get(workload)?.rows.find((row) => row.id === id);
        const why = left
          .filter(({ finding }) => rules.includes(finding.rule) && finding.workloads.includes(workload))
          .map(
            ({ finding, why: { tried, reason, title, kind: how } }) =>
              `${finding.rule}: ${tried ? "TRIED " : ""}${reason ?? title ?? how}`,
          );
        return {
          workload,
          kind,
          row: id,
          end: end?.verdict ?? "gone",
          reason: end?.reason,
          why: end?.verdict === "pass" ? [] : why,
          // A remark that decides nothing repairs no row.
          offered: rules.some((rule) => offered.has(`${workload} ${rule}`)),
          known: isKnown(id, byId.get(workload)),
        };
      }),
  );
}

function isKnown(row, workload) {
  const { facts, build, kind } = workload ?? {};
  if (kind !== "compose" || build || !facts || ["base", "runtime", "tool"].includes(facts.kind)) return false;
  if (row === "read-only") return facts.writable !== undefined;
  if (row === "capabilities") return facts.capabilities !== undefined || facts.capabilitiesAsUser !== undefined;
  return false;
}
