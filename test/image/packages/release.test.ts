import { describe, expect, it } from "vitest";
import type { Release } from "../../../src/image/package.ts";
import { detectRelease } from "../../../src/image/packages/release/detect.ts";
import { endOfLife, releaseBranch } from "../../../src/image/packages/release/end-of-life.ts";
import { distributions } from "../../../src/image/packages/release/support-dates.ts";

function detect(files: Readonly<Record<string, string>>): ReturnType<typeof detectRelease> {
  return detectRelease((path) => (Object.hasOwn(files, path) ? Buffer.from(files[path] ?? "") : undefined));
}

function release(id: string, version: string | undefined, name = id): Release {
  return { id, version, name, like: [], codename: undefined };
}

describe("detectRelease", () => {
  it("reads os-release as the shell would", () => {
    const text = `# a comment\nNAME="Debian \\"GNU\\" Linux"\nID=debian\nVERSION_ID='12'\nVERSION_CODENAME=bookworm\nID_LIKE="a b"\nBROKEN\n`;
    expect(detect({ "etc/os-release": text }).release).toEqual({
      id: "debian",
      version: "12",
      name: 'Debian "GNU" Linux',
      like: ["a", "b"],
      codename: "bookworm",
    });
  });

  it("falls back to /usr/lib where /etc has none or an empty one", () => {
    expect(detect({ "usr/lib/os-release": "ID=ubuntu\nVERSION_ID=22.04" }).release).toMatchObject({
      id: "ubuntu",
      version: "22.04",
    });
    expect(detect({ "etc/os-release": "", "usr/lib/os-release": "ID=wolfi" }).release).toMatchObject({
      id: "wolfi",
      version: undefined,
    });
  });

  it("takes the point release of Debian and CentOS from their own files", () => {
    expect(detect({ "etc/os-release": "ID=debian\nVERSION_ID=10", "etc/debian_version": "10.13\n" }).release?.version).toBe(
      "10.13",
    );
    expect(
      detect({ "etc/os-release": 'ID="centos"\nVERSION_ID="7"', "etc/centos-release": "CentOS Linux release 7.9.2009 (Core)\n" })
        .release?.version,
    ).toBe("7.9.2009");
  });

  it("does not believe a file of another release or distribution", () => {
    expect(detect({ "etc/os-release": "ID=debian\nVERSION_ID=12", "etc/debian_version": "11.3\n" }).release?.version).toBe("12");
    expect(
      detect({ "etc/os-release": "ID=ubuntu\nVERSION_ID=22.04", "etc/debian_version": "bookworm/sid\n" }).release?.version,
    ).toBe("22.04");
    expect(
      detect({
        "etc/os-release": "ID=ol\nVERSION_ID=8.5",
        "etc/redhat-release": "Red Hat Enterprise Linux release 8.9 (Ootpa)\n",
      }).release?.version,
    ).toBe("8.5");
  });

  it("leaves testing and unstable of Debian without a number", () => {
    const found = detect({
      "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux trixie/sid"\nNAME="Debian GNU/Linux"\nID=debian\n',
      "etc/debian_version": "trixie/sid\n",
    });
    expect(found.release).toMatchObject({ id: "debian", version: undefined, codename: "trixie" });
  });

  it.each([
    ["CentOS release 6.10 (Final)", "centos", "6.10", "CentOS"],
    ["Red Hat Enterprise Linux Server release 7.7 (Maipo)", "rhel", "7.7", "Red Hat Enterprise Linux Server"],
    ["CentOS Stream release 9", "centos", "9", "CentOS Stream"],
    ["Rocky Linux release 8.5 (Green Obsidian)", "rocky", "8.5", "Rocky Linux"],
    ["AlmaLinux release 8.5 (Arctic Sphynx)", "almalinux", "8.5", "AlmaLinux"],
    ["Fedora release 39 (Thirty Nine)", "fedora", "39", "Fedora"],
    ["Amazon Linux AMI release 2018.03", "amzn", "2018.03", "Amazon Linux AMI"],
  ])("reads %s", (line, id, version, name) => {
    expect(detect({ "etc/redhat-release": `${line}\n` }).release).toMatchObject({ id, version, name });
  });

  it("knows Oracle Linux by its own file, though it also names Red Hat", () => {
    const files = {
      "etc/oracle-release": "Oracle Linux Server release 7.9\n",
      "etc/redhat-release": "Red Hat Enterprise Linux Server release 7.9 (Maipo)\n",
    };
    expect(detect(files).release).toMatchObject({ id: "ol", version: "7.9" });
  });

  it("knows Alpine and Ubuntu without os-release", () => {
    expect(detect({ "etc/alpine-release": "3.4.6\n" }).release).toMatchObject({ id: "alpine", version: "3.4.6" });
    expect(
      detect({ "etc/lsb-release": "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=14.04\nDISTRIB_CODENAME=trusty\n" }).release,
    ).toMatchObject({ id: "ubuntu", version: "14.04", codename: "trusty" });
  });

  it("finds nothing in an image from scratch, and in files too large to be true", () => {
    expect(detect({})).toEqual({ release: undefined, notes: [] });
    expect(detect({ "etc/os-release": `ID=debian\n${"#".repeat(70_000)}` }).release).toBeUndefined();
  });

  describe("Alpine's repositories", () => {
    const alpine = (version: string, repositories: string): ReturnType<typeof detect> =>
      detect({ "etc/os-release": `ID=alpine\nVERSION_ID=${version}`, "etc/apk/repositories": repositories });
    const main = (branch: string): string => `https://dl-cdn.example.test/alpine/${branch}/main\n`;

    it("agree with the release", () => {
      expect(alpine("3.19.4", main("v3.19") + main("v3.19").replace("main", "community"))).toMatchObject({
        release: { version: "3.19.4" },
        notes: [],
      });
    });

    it("tell the branch where they point elsewhere", () => {
      const { release, notes } = alpine("3.16.2", main("edge"));
      expect(release).toMatchObject({ version: "3.16.2", branch: "edge" });
      expect(notes).toEqual([
        "os-release says Alpine 3.16.2, but etc/apk/repositories installs from edge: packages are taken for those of edge",
      ]);
      expect(alpine("3.8.5", main("v3.9") + main("v3.19")).release?.branch).toBe("3.19");
    });

    it("are mixed", () => {
      const { release, notes } = alpine("3.16.2", main("v3.16") + main("edge"));
      expect(release?.branch).toBeUndefined();
      expect(notes).toEqual(["etc/apk/repositories mixes Alpine 3.16 with edge: all packages are taken for those of 3.16"]);
    });

    it("with a tag, in a comment or of an unknown form do not count", () => {
      expect(alpine("3.16.2", `@edge ${main("edge")}# ${main("edge")}/local/repo\n${main("latest-stable")}`).notes).toEqual([]);
    });

    it("of the development branch fit its version", () => {
      const { release, notes } = alpine("3.20_alpha20240329", main("edge"));
      expect(notes).toEqual([]);
      expect(release && releaseBranch(release)).toBe("edge");
    });
  });
});

describe("releaseBranch", () => {
  it.each([
    ["debian", "10.13", "10"],
    ["alpine", "3.19.4", "3.19"],
    ["ubuntu", "22.04", "22.04"],
    ["rhel", "8.9", "8"],
    ["amzn", "2018.03", "1"],
    ["amzn", "2023.6.20241010", "2023"],
    ["opensuse-leap", "15.5", "15.5"],
    ["sles", "15", "15"],
    ["fedora", "39", "39"],
    ["wolfi", "20230201", "20230201"],
  ])("%s %s is %s", (id, version, branch) => expect(releaseBranch(release(id, version))).toBe(branch));
});

describe("endOfLife", () => {
  it("is past the day after the last one", () => {
    expect(endOfLife(release("alpine", "3.19.4"), "2025-11-01")).toMatchObject({
      name: "Alpine 3.19",
      until: "2025-11-01",
      isPast: false,
    });
    expect(endOfLife(release("alpine", "3.19.4"), "2025-11-02")).toMatchObject({ isPast: true });
  });

  it("names what is paid for, while it lasts", () => {
    expect(endOfLife(release("ubuntu", "18.04"), "2026-11-24")).toMatchObject({
      isPast: true,
      paid: { name: "Ubuntu Pro", until: "2028-04-26" },
    });
    expect(endOfLife(release("ubuntu", "18.04"), "2029-01-01")?.paid).toBeUndefined();
  });

  it("tells CentOS Stream from CentOS", () => {
    expect(endOfLife(release("centos", "8", "CentOS Stream"), "2024-06-01")).toMatchObject({
      name: "CentOS Stream 8",
      until: "2024-05-31",
    });
    expect(endOfLife(release("centos", "8.4.2105", "CentOS Linux"), "2024-06-01")).toMatchObject({
      name: "CentOS 8",
      until: "2021-12-31",
    });
  });

  it("knows nothing of rolling, unknown and future releases", () => {
    for (const one of [
      release("wolfi", "20230201"),
      release("debian", undefined),
      release("alpine", "3.99.0"),
      release("__proto__", "1"),
      release("debian", "constructor"),
    ])
      expect(endOfLife(one, "2026-11-24")).toBeUndefined();
  });

  it("has well-formed dates only, each with its source", () => {
    for (const { source, checked, releases } of Object.values(distributions)) {
      expect(source).not.toBe("");
      for (const { until, paidUntil } of [{ until: checked }, ...Object.values(releases)].map((dates) => ({
        paidUntil: undefined,
        ...dates,
      }))) {
        expect(new Date(until).toISOString().slice(0, 10)).toBe(until);
        if (paidUntil !== undefined) expect(paidUntil > until && new Date(paidUntil).toISOString().slice(0, 10)).toBe(paidUntil);
      }
    }
  });
});
