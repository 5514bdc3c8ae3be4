import { expect, it } from "vitest";
import { put } from "../image/inspect.ts";
import { blobsOf, layoutFiles, makeIndex, makeLegacy, makeOci, manifestDescriptor, tarOf } from "../image/make-image.ts";
import { file } from "../image/make-tar.ts";
import { repository, seaworthy } from "./seaworthy.ts";

const arm = makeOci({ layers: [[file("a")]], architecture: "arm64", variant: "v8" });
const amd = makeOci({ layers: [[file("b")]] });
const several = put(
  tarOf(
    layoutFiles(
      makeIndex([
        manifestDescriptor(arm, { platform: { os: "linux", architecture: "arm64", variant: "v8" } }),
        manifestDescriptor(amd, { platform: { os: "linux", architecture: "amd64" } }),
      ]),
      [...blobsOf(arm), ...blobsOf(amd)],
    ),
  ),
);
const one = put(makeLegacy({ layers: [[file("a")]] }));

it.each([
  [
    ["image", "--input", one, "--platform", "bogus"],
    '"bogus" is no platform\nWrite it as linux/amd64, linux/arm64 or linux/arm/v7.',
  ],
  [["image", "sbom", "--input", one, "--platform", "linux/arm46"], '"linux/arm46" is no platform\nDid you mean linux/arm64?'],
  [["image", "compare", one, several, "--platform", "linx/amd64"], '"linx/amd64" is no platform\nDid you mean linux/amd64?'],
  [["lock", "--platform", "amd46"], '"amd46" is no platform\nDid you mean linux/amd64?'],
  [["image", "--input", one, "--platform", "linux/arm64"], `${one} is for linux/amd64, not linux/arm64\nLeave out --platform.`],
  [
    ["image", "--input", several, "--platform", "linux/s390x"],
    `${several} has no image for linux/s390x; it has linux/arm64/v8, linux/amd64\nChoose one with --platform.`,
  ],
])("a wrong platform is a mistake in use: %s", (args, message) => {
  const cwd = repository({ Dockerfile: "FROM alpine:3.22\n" });
  expect(seaworthy(args, { cwd })).toEqual({ code: 2, out: "", err: `seaworthy: ${message}\n` });
});
