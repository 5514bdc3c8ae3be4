import { describe, expect, it } from "vitest";
import { connectionError } from "../../../src/image/registry/http.ts";
import { registryName } from "../../../src/image/registry/name.ts";
import { NoAnswerError } from "../../../src/image/registry/no-answer.ts";
import { RetryError } from "../../../src/image/registry/retry.ts";

function failure(code: string, message = ""): Error {
  return Object.assign(new Error(message), { code });
}

const url = new URL("https://registry.example:5000/v2/");
const usual = "Check the network and the name of the registry.";
const authority = "Name the certificate of its authority in the variable NODE_EXTRA_CA_CERTS.";
const plain = "Plain HTTP is spoken with registries on this machine only: give this one a certificate.";

describe("a connection that failed", () => {
  it.each([
    [failure("ENOTFOUND"), "there is no such host", usual],
    [failure("ECONNREFUSED"), "the connection was refused", usual],
    [
      failure("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"),
      "its certificate is not trusted: self-signed certificate",
      authority,
    ],
    [
      failure("CERT_HAS_EXPIRED", "certificate has expired"),
      "its certificate is not trusted: certificate has expired",
      authority,
    ],
    [
      failure("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate"),
      "its certificate is not trusted: unable to verify the first certificate",
      authority,
    ],
    [failure("EPROTO", "write EPROTO 80:error:0A00010B:SSL routines::wrong version number:\n"), "it speaks no TLS", plain],
  ])("for good, is told: %s", (error, why, hint) => {
    const told = connectionError(url, error);
    expect(told).toBeInstanceOf(NoAnswerError);
    expect(told).toMatchObject({ message: `the registry at registry.example:5000 does not answer: ${why}`, hint });
  });

  it.each([failure("ECONNRESET"), failure("EAI_AGAIN"), failure("ETIMEDOUT", "connect ETIMEDOUT")])(
    "and may not the next time, is tried again: %s",
    (error) => {
      expect(connectionError(url, error)).toBeInstanceOf(RetryError);
    },
  );
});

it.each([
  ["docker://redis:7", "Write it without docker://: redis:7"],
  ["http://localhost:5000/x", "Write it without http://: localhost:5000/x"],
  ["Redis:7", "Names of images have small letters only: redis:7"],
  ["ghcr.io/Team/App:V1", "Names of images have small letters only: ghcr.io/team/app:V1"],
  ["redis:7 ", "Write it as NAME:TAG or REGISTRY/NAME@sha256:…"],
  ["redis@sha256:12", "Write it as NAME:TAG or REGISTRY/NAME@sha256:…"],
])("%s is no reference, and what would be one is said", (reference, hint) => {
  expect(() => registryName(reference)).toThrow(
    expect.objectContaining({ message: `"${reference}" is no image reference`, hint }),
  );
});
