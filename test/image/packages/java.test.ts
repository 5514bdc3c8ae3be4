import { describe, expect, it } from "vitest";
import { contentOf } from "../../../src/image/packages/content.ts";
import { groupOf } from "../../../src/image/packages/java/groups.ts";
import { splitFileName } from "../../../src/image/packages/java/identity.ts";
import { javaReader } from "../../../src/image/packages/java/reader.ts";
import { buildZip, type ZipPart } from "./zip.ts";

function read(path: string, bytes: Uint8Array): { lines: string[]; errors: string[] } {
  const { packages, errors } = javaReader.read(path, contentOf(bytes));
  return {
    lines: packages.map(({ name, version, locations }) => `${name} ${version} in ${locations[0]}`),
    errors: errors.map(({ path, message }) => `${path}: ${message}`),
  };
}

function properties(group: string, artifact: string, version: string): ZipPart {
  return {
    name: `META-INF/maven/${group}/${artifact}/pom.properties`,
    bytes: `#Generated\ngroupId=${group}\nartifactId: ${artifact}\r\nversion = ${version}\n`,
  };
}

function manifest(...lines: readonly string[]): ZipPart {
  return {
    name: "META-INF/MANIFEST.MF",
    bytes: `Manifest-Version: 1.0\r\n${lines.join("\r\n")}\r\n\r\nName: x\r\nImplementation-Version: 9\r\n`,
  };
}

describe("what a jar is", () => {
  it("stands in pom.properties, whatever its file is called", () => {
    expect(read("app.jar", buildZip([properties("g", "a", "1.0")])).lines).toEqual(["g:a 1.0 in app.jar"]);
    expect(read("lib/a-1.0.jar", buildZip([properties("g", "a", "1.0")])).lines).toEqual(["g:a 1.0 in lib/a-1.0.jar"]);
  });

  it("includes what was merged into it", () => {
    const shaded = buildZip([properties("g", "a", "1.0"), properties("h", "b", "2.0")]);
    expect(read("a-1.0.jar", shaded).lines).toEqual(["g:a 1.0 in a-1.0.jar", "h:b 2.0 in a-1.0.jar"]);
    expect(read("fat-3.0.jar", shaded).lines).toEqual([
      "fat 3.0 in fat-3.0.jar",
      "g:a 1.0 in fat-3.0.jar",
      "h:b 2.0 in fat-3.0.jar",
    ]);
  });

  it("is described where its name only begins with that of the artifact", () => {
    const path = "log4j-1.2-api-2.17.1.jar";
    expect(read(path, buildZip([properties("g", "log4j-1.2-api", "2.17.1")])).lines).toEqual([
      `g:log4j-1.2-api 2.17.1 in ${path}`,
    ]);
    expect(read("a-1.0-tests.jar", buildZip([properties("g", "a", "1.0")])).lines).toEqual(["g:a 1.0 in a-1.0-tests.jar"]);
    expect(read("jakarta.el-3.0.4.jar", buildZip([properties("g", "el", "3.0.4")])).lines).toEqual([
      "g:el 3.0.4 in jakarta.el-3.0.4.jar",
    ]);
  });

  it("is not what a template has in it", () => {
    expect(read("x.jar", buildZip([properties("g", "${name}", "1.0")])).lines).toEqual([]);
  });

  it.each([
    [
      "spring-beans-5.3.15.jar",
      ["Implementation-Title: spring-beans", "Implementation-Version: 5.3.15"],
      "org.springframework:spring-beans 5.3.15",
    ],
    [
      "tomcat-embed-core-9.0.83.jar",
      ["Bundle-SymbolicName: org.apache.tomcat-embed-core"],
      "org.apache.tomcat.embed:tomcat-embed-core 9.0.83",
    ],
    [
      "zstd-jni-1.5.2-1.jar",
      ["Bundle-SymbolicName: com.github.luben.zstd-jni;singleton:=true"],
      "com.github.luben:zstd-jni 1.5.2-1",
    ],
    ["objenesis-3.3.jar", ["Bundle-SymbolicName: org.objenesis"], "org.objenesis:objenesis 3.3"],
    ["server-7.17.0.jar", ["Implementation-Title: org.elasticsearch#server;7.17.0"], "org.elasticsearch:server 7.17.0"],
    ["own-1.0.jar", ["Implementation-Vendor-Id: own.vend", " or"], "own.vendor:own 1.0"],
    ["own-1.0.jar", ["Implementation-Vendor-Id: Some Vendor, Inc."], "own 1.0"],
    [
      "own.jar",
      ["Implementation-Title: spring-core", "Implementation-Version: 5.3.15 (release)"],
      "org.springframework:spring-core 5.3.15",
    ],
    ["own.jar", ["Implementation-Title: My Great App", "Bundle-Version: 2.0.0"], "own 2.0.0"],
    ["groovy-4.0.1.jar", [], "org.apache.groovy:groovy 4.0.1"],
  ])("%s with %j", (path, lines, expected) =>
    expect(read(path, buildZip([manifest(...lines)])).lines).toEqual([`${expected} in ${path}`]),
  );

  it("is unknown where nobody says a version", () => {
    expect(read("app.jar", buildZip([manifest("Main-Class: x")]))).toEqual({ lines: [], errors: [] });
    expect(read("app.jar", buildZip([manifest("Implementation-Version: ${version}")])).lines).toEqual([]);
  });

  it("takes the group from a folder with only a pom.xml", () => {
    expect(read("a-1.0.jar", buildZip([{ name: "META-INF/maven/g.h/a/pom.xml", bytes: "<project/>" }])).lines).toEqual([
      "g.h:a 1.0 in a-1.0.jar",
    ]);
  });
});

describe("jars in jars", () => {
  const inner = buildZip([properties("g", "inner", "2.0")]);

  it.each([true, false])("are read, stored: %s", (stored) => {
    const outer = buildZip([
      properties("g", "outer", "1.0"),
      { name: "BOOT-INF/lib/inner-2.0.jar", bytes: inner, stored },
      { name: "x.txt", bytes: "x" },
    ]);
    expect(read("outer.jar", outer)).toEqual({
      lines: ["g:outer 1.0 in outer.jar", "g:inner 2.0 in outer.jar!/BOOT-INF/lib/inner-2.0.jar"],
      errors: [],
    });
  });

  it("are read four deep, and deeper is an error", () => {
    let bytes = inner;
    for (let i = 0; i < 5; i++) bytes = buildZip([{ name: `n${i}.jar`, bytes }]);
    expect(read("top.ear", bytes)).toEqual({
      lines: [],
      errors: ["top.ear!/n4.jar!/n3.jar!/n2.jar!/n1.jar: nested deeper than 4 archives"],
    });
    expect(
      read(
        "top.ear",
        buildZip([{ name: "a.war", bytes: buildZip([{ name: "b.jar", bytes: buildZip([{ name: "c.jar", bytes: inner }]) }]) }]),
      ).lines,
    ).toEqual(["g:inner 2.0 in top.ear!/a.war!/b.jar!/c.jar"]);
  });

  it("that are damaged do not hide the others", () => {
    const outer = buildZip([
      { name: "a.jar", bytes: "no zip" },
      { name: "b.jar", bytes: inner },
    ]);
    expect(read("o.war", outer)).toEqual({ lines: ["g:inner 2.0 in o.war!/b.jar"], errors: ["o.war!/a.jar: not a zip file"] });
  });
});

describe("hostile and odd archives", () => {
  const pom = properties("g", "a", "1.0");

  it.each([
    ["a comment", buildZip([pom], "a comment that is long PK\x05\x06 and odd"), []],
    ["something before it", Buffer.concat([Buffer.from("#!/bin/sh\nexec java -jar $0\n"), buildZip([pom])]), []],
    ["an encrypted entry", buildZip([{ ...pom, encrypted: true }]), [`x.jar!/${pom.name}: encrypted`]],
    ["another compression", buildZip([{ ...pom, method: 93 }]), [`x.jar!/${pom.name}: compression method 93 is not read`]],
    [
      "an entry that lies elsewhere",
      buildZip([{ ...pom, claims: { offset: 2 ** 31 } }]),
      [`x.jar!/${pom.name}: the entry lies outside the file`],
    ],
    [
      "an entry that is no entry",
      buildZip([{ ...pom, claims: { offset: 1 } }]),
      [`x.jar!/${pom.name}: the directory points to something else`],
    ],
    [
      "an entry without an end",
      buildZip([{ ...pom, claims: { compressed: 2 ** 30 } }]),
      [`x.jar!/${pom.name}: it reaches beyond the file`],
    ],
    [
      "a text that says to be long",
      buildZip([{ ...pom, claims: { size: 2 ** 31 } }]),
      [`x.jar!/${pom.name}: larger than 1048576 bytes`],
    ],
    [
      "a text that is long and does not say so",
      buildZip([{ ...pom, bytes: Buffer.alloc(2 ** 22), claims: { size: 10 } }]),
      [`x.jar!/${pom.name}: larger than 1048576 bytes`],
    ],
    [
      "damaged data",
      buildZip([{ ...pom, bytes: "not deflated at all", stored: true, method: 8 }]),
      [`x.jar!/${pom.name}: its compressed data are damaged`],
    ],
    ["nothing", Buffer.alloc(0), []],
    ["no zip file", Buffer.from("version https://git-lfs.github.com/spec/v1\n"), ["x.jar: not a zip file"]],
  ])("%s", (_, bytes, errors) => {
    const found = read("x.jar", bytes);
    expect(found.errors).toEqual(errors);
    if (errors.length === 0 && bytes.length > 0) expect(found.lines).toEqual(["g:a 1.0 in x.jar"]);
  });

  it("with a directory that is cut or damaged", () => {
    const good = buildZip([pom]);
    const damaged = Buffer.from(good);
    damaged[good.length - 22 - 46 - pom.name.length] = 0;
    expect(read("x.jar", damaged).errors).toEqual(["x.jar: the directory is damaged"]);
    const cut = Buffer.from(good);
    cut.writeUInt16LE(60_000, good.length - 22 - pom.name.length - 46 + 28);
    expect(read("x.jar", cut).errors).toEqual(["x.jar: the directory is cut off"]);
  });

  it("that inflate without bound stop at a bound, in time", () => {
    const bomb = buildZip([{ name: "big.jar", bytes: Buffer.alloc(200 * 2 ** 20) }]);
    const parts: ZipPart[] = Array.from({ length: 12 }, (_, i) => ({ name: `${i}.jar`, bytes: bomb, stored: true }));
    const start = performance.now();
    const { errors } = read("x.ear", buildZip(parts));
    expect(performance.now() - start).toBeLessThan(8_000);
    expect(
      errors.filter(
        (error) => error.endsWith("not read: the file holds more than 1073741824 bytes") || error.includes("larger than"),
      ).length,
    ).toBeGreaterThan(0);
  });

  it("whose entries all are the same bytes cost no more than the bound", () => {
    const inner = buildZip([{ name: "x.txt", bytes: Buffer.alloc(2 ** 20) }]);
    const parts: ZipPart[] = [{ name: "0.jar", bytes: inner, stored: true }];
    for (let i = 1; i < 30_000; i++)
      parts.push({
        name: `${i}.jar`,
        bytes: "",
        stored: true,
        claims: { offset: 0, size: inner.length, compressed: inner.length },
      });
    const { errors } = read("x.ear", buildZip(parts));
    expect(errors.at(0)).toMatch(/^x\.ear!\/\d+\.jar: more than 20000 archives in one file$/);
    expect(errors).toHaveLength(20);
  });
});

describe("splitFileName", () => {
  it.each([
    ["a/b/guava-31.1-jre.jar", "guava", "31.1-jre"],
    ["log4j-1.2-api-2.17.1.jar", "log4j-1.2-api", "2.17.1"],
    ["zstd-jni-1.5.2-1.jar", "zstd-jni", "1.5.2-1"],
    ["x-1.0.0-beta-2.1.jar", "x", "1.0.0-beta-2.1"],
    ["kafka_2.13-3.3.1.jar", "kafka_2.13", "3.3.1"],
    ["x.war", "x", undefined],
    ["commons-lang3.jar", "commons-lang3", undefined],
    ["jetty-server-v9.4.jar", "jetty-server", "9.4"],
  ])("%s", (path, artifact, version) => expect(splitFileName(path)).toMatchObject({ artifact, version }));
});

describe("groupOf", () => {
  it("prefers the more specific of two patterns", () => {
    expect(groupOf("spring-boot-starter-web", "3.0.0")).toBe("org.springframework.boot");
    expect(groupOf("spring-context-support", "6.0.0")).toBe("org.springframework");
    expect(groupOf("hibernate-core", "6.1.0")).toBe("org.hibernate.orm");
    expect(groupOf("unknown", "1")).toBeUndefined();
  });
});
