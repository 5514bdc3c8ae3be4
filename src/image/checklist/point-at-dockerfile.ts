import type { Report } from "../../engine/result.ts";
import type { Origin } from "../../source/origin.ts";
import { CONFIG_FILE } from "./config-document.ts";

/**
 * Findings at the line of the Dockerfile that made them, where it is known: there code scanning and annotations can show them. The
 * place in the image is named beside it.
 */
export function pointAtDockerfile(report: Report): Report {
  return {
    ...report,
    findings: report.findings.map((finding) => {
      const { at, related } = finding;
      const written = lineOf(at);
      if (!written) return finding;
      const inImage = at.file === CONFIG_FILE ? [] : [{ at, message: at.file }];
      return {
        ...finding,
        at: written,
        related: [...inImage, ...related.map((one) => ({ ...one, at: lineOf(one.at) ?? one.at }))],
      };
    }),
  };
}

function lineOf({ writtenAt }: Origin): Origin | undefined {
  return writtenAt && { ...writtenAt, how: "literal", via: [] };
}
