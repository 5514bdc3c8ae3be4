import { existsSync } from "node:fs";
import path from "node:path";
import { check } from "../api/check.ts";
import { UsageError } from "../api/errors.ts";
import { terminalWidth, useColor, type ColorChoice } from "../host/terminal.ts";
import { explainRow, explainRule, findWorkload } from "../report/explain.ts";
import type { RenderOptions } from "../report/options.ts";
import type { Report, Scorecard } from "../report/report.ts";
import { ROWS } from "../report/rows.ts";
import { rules } from "../rules/index.ts";
import { closest } from "../util/distance.ts";
import { oneOf, valueOf, type Arguments } from "./arguments.ts";
import { readCheckRequest } from "./check-request.ts";
import type { Io } from "./io.ts";

/** As many as the checklist has rows. */
const MOST_NAMED = 13;

/** Explains a rule, or how a row of a workload came to its verdict. */
export async function run(args: Arguments, io: Io): Promise<number> {
  const [subject, row, ...more] = args.positionals;
  if (subject === undefined || more.length > 0) {
    throw new UsageError("explain needs a rule, or a workload and a row", "See seaworthy explain --help.");
  }
  const color = oneOf<ColorChoice>("--color", valueOf(args, "color") ?? "auto", ["auto", "always", "never"]);
  const options: RenderOptions = {
    rules,
    color: useColor(color, io.environment, io.outTerminal),
    width: terminalWidth(io.environment, io.outTerminal),
  };
  if (row === undefined) {
    io.out(ruleText(subject, options));
    return 0;
  }
  const id = ROWS.find((candidate) => candidate.id === row)?.id;
  if (id === undefined)
    throw new UsageError(
      `There is no row "${row}"`,
      suggest(
        row,
        ROWS.map((candidate) => candidate.id),
      ),
    );
  const { report, card } = await findCard(args, io, subject);
  if (!card) throw new UsageError(`There is no workload "${subject}"`, suggest(subject, workloadNames(report), hintOf(report)));
  io.out(explainRow(report, card, id, options) ?? `${id} is not graded here\n`);
  return 0;
}

function ruleText(name: string, options: RenderOptions): string {
  const rule = rules.find((candidate) => candidate.name === name);
  if (rule) return explainRule(rule, options);
  throw new UsageError(
    `There is no rule "${name}"`,
    suggest(
      name,
      rules.map((candidate) => candidate.name),
      "See seaworthy rules.",
    ),
  );
}

/** Looks for the workload in this folder; a run line and what lies elsewhere are only found in the file that is named. */
async function findCard(args: Arguments, io: Io, subject: string): Promise<{ report: Report; card: Scorecard | undefined }> {
  const named = fileOf(subject);
  const exists = existsSync(path.resolve(io.cwd, named));
  const here = exists && /:\d+$/.test(subject) ? undefined : (await check(readCheckRequest(args, io, []))).report;
  const card = here && findWorkload(here, subject);
  if (here && (card || !exists)) return { report: here, card };
  const { report } = await check(readCheckRequest(args, io, [named]));
  // The name of the file is written as the report writes it.
  const relative = path.relative(io.cwd, path.resolve(io.cwd, named)).replaceAll(path.sep, "/") + subject.slice(named.length);
  return { report, card: findWorkload(report, relative) };
}

/** The file in `FILE`, `FILE#SERVICE`, `FILE@STAGE` and `FILE:LINE`. */
function fileOf(subject: string): string {
  return subject.replace(/(?:#[^#/]*|@[^@/]*|:\d+)$/, "");
}

function workloadNames(report: Report): string[] {
  return report.scorecard.flatMap((card) => [idOf(report, card), card.name]);
}

/** Its id with the file as it is shown. */
function idOf(report: Report, card: Scorecard): string {
  return report.displayPath(card.file) + card.workload.slice(card.file.length);
}

function hintOf(report: Report): string {
  const ids = report.scorecard.map((card) => idOf(report, card));
  return ids.length === 0 ? "Nothing here is graded." : `One of ${listSome(ids)}.`;
}

function suggest(text: string, candidates: readonly string[], otherwise = `One of ${listSome(candidates)}.`): string {
  const suggestion = closest(text, candidates);
  return suggestion === undefined ? otherwise : `Did you mean ${suggestion}?`;
}

function listSome(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
