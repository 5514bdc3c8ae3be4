import { mkdirSync, readdirSync, utimesSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { openSpool } from "../../../src/image/archive/spool.ts";
import { temporaryFolder } from "../../host/temporary-folder.ts";

it("takes away what killed runs have left in the temporary folder", () => {
  const folder = temporaryFolder();
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  try {
    for (const name of ["seaworthy-spool-old", "seaworthy-spool-new", "other-old"]) mkdirSync(path.join(folder, name));
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    for (const name of ["seaworthy-spool-old", "other-old"]) utimesSync(path.join(folder, name), longAgo, longAgo);
    const spool = openSpool(undefined);
    const file = spool.create("layer");
    expect(readdirSync(folder).toSorted()).toEqual(
      ["other-old", "seaworthy-spool-new", path.basename(path.dirname(file.path))].toSorted(),
    );
    file.finish();
    spool.close();
    expect(readdirSync(folder).toSorted()).toEqual(["other-old", "seaworthy-spool-new"]);
  } finally {
    process.env["TMPDIR"] = before;
  }
});
