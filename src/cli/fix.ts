import { planFixes, writePlan, type FixPlan } from "../api/fix.ts";
import { UsageError } from "../api/errors.ts";
import type { CheckRequest } from "../api/request.ts";
import { useColor, type ColorChoice } from "../host/terminal.ts";
import { oneOf, valueOf, type Arguments } from "./arguments.ts";
import { readCheckRequest } from "./check-request.ts";
import { renderDiff, renderHead, renderSummary } from "./fix-text.ts";
import type { Io } from "./io.ts";

/** `seaworthy fix`: shows the diff, asks, writes. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const color = oneOf<ColorChoice>("--color", valueOf(args, "color") ?? "auto", ["auto", "always", "never"]);
  const yes = args.switches.has("yes");
  const onlyDiff = args.switches.has("diff");
  if (yes && onlyDiff) throw new UsageError("--yes and --diff contradict each other", "--diff writes nothing.");
  const unsafe = args.switches.has("unsafe-fixes");
  const plan = await planFixes({ ...readCheckRequest(args, io), unsafe });
  const style = { color: useColor(color, io.environment, io.outTerminal), unsafe };
  if (!args.switches.has("quiet") || !yes) io.out(renderHead(plan, style) + renderDiff(plan, style));
  const answer = onlyDiff ? "no" : yes ? "yes" : await ask(plan, io);
  if (answer === "yes" && plan.changes.length > 0) writePlan(plan);
  const written = answer === "yes";
  if (!args.switches.has("quiet")) io.out(renderSummary(plan, { ...style, written, verbose: args.switches.has("verbose") }));
  for (const { file, message, hint } of plan.after.errors)
    io.err(`seaworthy: ${plan.after.displayPath(file)}: ${message}\n${hint === "" ? "" : `${hint}\n`}`);
  if (plan.changes.length > 0 && !written) return 1;
  return plan.after.errors.length > 0 && !args.switches.has("allow-gaps") ? 3 : 0;
}

/** Without somebody to ask, nothing is written. */
async function ask({ changes, fixed }: FixPlan, io: Io): Promise<"yes" | "no"> {
  if (changes.length === 0 || !io.ask) return "no";
  const reply = await io.ask(
    `Make ${fixed.length === 1 ? "this change" : `these ${fixed.length} changes`} in ${changes.length === 1 ? "1 file" : `${changes.length} files`}? [y/N] `,
  );
  return /^y(?:es)?$/i.test(reply.trim()) ? "yes" : "no";
}

/** `check --fix`: the fixes are written and told on standard error, where they are in no report's way. */
export async function applyFixes(request: CheckRequest, args: Arguments, io: Io): Promise<void> {
  const unsafe = args.switches.has("unsafe-fixes");
  const plan = await planFixes({ ...request, unsafe });
  if (plan.changes.length > 0) writePlan(plan);
  if (args.switches.has("quiet") || plan.fixed.length === 0) return;
  const style = { color: false, unsafe };
  io.err(renderHead(plan, style) + renderSummary({ ...plan, left: [] }, { ...style, written: true, verbose: false }));
}
