/** When a release got its last security fixes, and until when a paid contract gives more. Days are inclusive. */
export interface SupportDates {
  /** Fixes for everybody; volunteers' long-term support included. */
  readonly until: string;
  /** Fixes for customers only. */
  readonly paidUntil?: string;
}

export interface Distribution {
  readonly name: string;
  readonly paid?: string;
  /** Where the dates come from, and when they were looked up. */
  readonly source: string;
  readonly checked: string;
  readonly releases: Readonly<Record<string, SupportDates>>;
}

function dates(table: string): Readonly<Record<string, SupportDates>> {
  const releases: Record<string, SupportDates> = {};
  for (const entry of table.split(" ")) {
    const [branch = "", until = "", paidUntil] = entry.split("=").flatMap((part) => part.split("/"));
    releases[branch] = paidUntil ? { until, paidUntil } : { until };
  }
  return releases;
}

const checked = "2026-11-24";

/** By os-release's id. Written as `branch=until/paid until`. */
export const distributions: Readonly<Record<string, Distribution>> = {
  debian: {
    name: "Debian",
    paid: "ELTS",
    source: "Debian's distro-info-data (eol-lts, eol-elts)",
    checked,
    releases: dates(
      "6=2016-02-29 7=2018-05-31/2020-06-30 8=2020-06-30/2025-06-30 9=2022-06-30/2027-06-30 10=2024-06-30/2029-06-30 " +
        "11=2026-08-31/2031-06-30 12=2028-06-30/2033-06-30 13=2030-06-30/2035-06-30",
    ),
  },
  ubuntu: {
    name: "Ubuntu",
    paid: "Ubuntu Pro",
    source: "Debian's distro-info-data (eol, eol-esm)",
    checked,
    releases: dates(
      "12.04=2017-04-28/2019-04-26 14.04=2019-04-25/2024-04-25 16.04=2021-04-30/2026-04-23 16.10=2017-07-20 17.04=2018-01-13 17.10=2018-07-19 " +
        "18.04=2023-05-31/2028-04-26 18.10=2019-07-18 19.04=2020-01-23 19.10=2020-07-17 20.04=2025-05-29/2030-04-23 20.10=2021-07-22 " +
        "21.04=2022-01-20 21.10=2022-07-14 22.04=2027-06-01/2032-04-21 22.10=2023-07-20 23.04=2024-01-25 23.10=2024-07-11 " +
        "24.04=2029-05-31/2034-04-25 24.10=2025-07-10 25.04=2026-01-15 25.10=2026-07-09 26.04=2031-05-29/2036-04-23 26.10=2027-07-15",
    ),
  },
  alpine: {
    name: "Alpine",
    source: "alpinelinux.org/releases, as kept by endoflife.date",
    checked,
    releases: dates(
      "2.7=2015-11-01 3.0=2016-05-01 3.1=2016-11-01 3.2=2017-05-01 3.3=2017-11-01 3.4=2018-05-01 3.5=2018-11-01 3.6=2019-05-01 3.7=2019-11-01 " +
        "3.8=2020-05-01 3.9=2020-11-01 3.10=2021-05-01 3.11=2021-11-01 3.12=2022-05-01 3.13=2022-11-01 3.14=2023-05-01 3.15=2023-11-01 " +
        "3.16=2024-05-23 3.17=2024-11-22 3.18=2025-05-09 3.19=2025-11-01 3.20=2026-04-01 3.21=2026-11-01 3.22=2027-05-01 3.23=2027-11-01",
    ),
  },
  rhel: {
    name: "Red Hat Enterprise Linux",
    paid: "the Extended Life Cycle Support add-on",
    source: "access.redhat.com/support/policy/updates/errata, as kept by endoflife.date",
    checked,
    releases: dates(
      "5=2017-03-31/2020-11-30 6=2020-11-30/2024-06-30 7=2024-06-30/2028-06-30 8=2029-05-31/2032-05-31 9=2032-05-31/2035-05-31 10=2035-05-31",
    ),
  },
  centos: {
    name: "CentOS",
    source: "centos.org, as kept by endoflife.date",
    checked,
    releases: dates("5=2017-03-31 6=2020-11-30 7=2024-06-30 8=2021-12-31"),
  },
  "centos-stream": {
    name: "CentOS Stream",
    source: "centos.org, as kept by endoflife.date",
    checked,
    releases: dates("8=2024-05-31 9=2027-05-31 10=2030-01-01"),
  },
  almalinux: {
    name: "AlmaLinux",
    source: "wiki.almalinux.org/release-notes, as kept by endoflife.date",
    checked,
    releases: dates("8=2029-03-01 9=2032-05-31 10=2035-05-31"),
  },
  rocky: {
    name: "Rocky Linux",
    source: "wiki.rockylinux.org/rocky/version, as kept by endoflife.date; 10 by the policy of ten years",
    checked,
    releases: dates("8=2029-05-31 9=2032-05-31 10=2035-05-31"),
  },
  ol: {
    name: "Oracle Linux",
    paid: "Extended Support",
    source: "Oracle's lifetime support policy, which names months: the last day of each",
    checked,
    releases: dates("6=2021-03-31/2024-12-31 7=2024-12-31/2028-06-30 8=2029-07-31/2032-07-31 9=2032-06-30/2035-06-30"),
  },
  amzn: {
    name: "Amazon Linux",
    source: "docs.aws.amazon.com (release cadence, Amazon Linux 2 FAQ)",
    checked,
    releases: dates("1=2023-12-31 2=2026-06-30 2023=2029-06-30"),
  },
  fedora: {
    name: "Fedora",
    source: "fedorapeople.org/groups/schedule, as kept by endoflife.date",
    checked,
    releases: dates(
      "28=2019-05-28 29=2019-11-26 30=2020-05-26 31=2020-11-24 32=2021-05-25 33=2021-11-30 34=2022-06-07 35=2022-12-13 36=2023-05-16 37=2023-12-05 " +
        "38=2024-05-21 39=2024-11-26 40=2025-05-13 41=2025-12-15 42=2026-05-13 43=2026-12-09",
    ),
  },
  "opensuse-leap": {
    name: "openSUSE Leap",
    source: "en.opensuse.org/Lifetime, as kept by endoflife.date",
    checked,
    releases: dates(
      "42.1=2017-05-17 42.2=2018-01-26 42.3=2019-07-01 15.0=2019-12-03 15.1=2021-02-02 15.2=2022-01-04 15.3=2022-12-31 15.4=2023-12-07 15.5=2024-12-31 " +
        "15.6=2026-04-30 16.0=2027-10-31",
    ),
  },
  sles: {
    name: "SUSE Linux Enterprise Server",
    paid: "Long Term Service Pack Support",
    source: "suse.com/lifecycle, as kept by endoflife.date",
    checked,
    releases: dates(
      "11.4=2019-03-31/2022-03-31 12=2016-06-30/2019-07-01 12.1=2017-05-31/2020-05-31 12.2=2018-03-31/2021-03-31 12.3=2019-06-30/2022-06-30 " +
        "12.4=2020-06-30/2023-06-30 12.5=2024-10-31/2027-10-31 15=2019-12-31/2022-12-31 15.1=2021-01-31/2024-01-31 15.2=2021-12-31/2024-12-31 " +
        "15.3=2022-12-31/2025-12-31 15.4=2023-12-31/2026-12-31 15.5=2024-12-31/2027-12-31",
    ),
  },
  photon: {
    name: "Photon OS",
    source: "endoflife.date",
    checked,
    releases: dates("1.0=2022-02-28 2.0=2022-12-01 3.0=2025-10-02 4.0=2027-10-11"),
  },
  mariner: {
    name: "CBL-Mariner",
    source: "learn.microsoft.com/azure/azure-linux, as kept by endoflife.date",
    checked,
    releases: dates("1.0=2023-08-31 2.0=2025-07-31"),
  },
  azurelinux: {
    name: "Azure Linux",
    source: "learn.microsoft.com/azure/azure-linux, as kept by endoflife.date",
    checked,
    releases: dates("2.0=2025-07-31 3.0=2027-08-31"),
  },
};
