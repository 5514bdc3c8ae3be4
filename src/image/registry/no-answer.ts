import { errorCode } from "../../host/error-code.ts";
import { ImageError } from "../image-error.ts";

/** The registry itself cannot be reached, whatever it is asked for. */
export class NoAnswerError extends ImageError {
  constructor(url: URL, why: string, hint = "Check the network and the name of the registry.") {
    super("unreachable", `the registry at ${url.host} does not answer: ${why}`, hint);
  }
}

export function describe(error: unknown): string {
  const code = errorCode(error);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "there is no such host";
  if (code === "ECONNREFUSED") return "the connection was refused";
  if (code === "ECONNRESET" || code === "EPIPE") return "the connection broke";
  const message = error instanceof Error ? error.message : String(error);
  return code === undefined ? message : `${message} (${code})`;
}

/** What is wrong with the other side's TLS, which asking again does not mend; undefined where it is something else. */
export function describeTls(
  code: string | undefined,
  error: unknown,
): { readonly why: string; readonly hint: string } | undefined {
  const message = error instanceof Error ? error.message : "";
  if (code === "EPROTO" && message.includes("wrong version number"))
    return {
      why: "it speaks no TLS",
      hint: "Plain HTTP is spoken with registries on this machine only: give this one a certificate.",
    };
  if (code === undefined || !/CERT|ERR_TLS|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code)) return undefined;
  return {
    why: `its certificate is not trusted: ${message.replace(/\s+/g, " ")}`,
    hint: "Name the certificate of its authority in the variable NODE_EXTRA_CA_CERTS.",
  };
}
