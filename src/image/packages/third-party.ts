import type { FoundPackage, Release } from "../package.ts";

/**
 * Publishers with package repositories of their own, by a part of the maintainer or vendor in lower case. Their packages
 * are not the distribution's: its advisories say nothing on them, and it did not check what they bundle.
 */
const publishers = new RegExp(
  [
    "nodesource|docker|nvidia|microsoft|hashicorp|google (?:llc|inc|cloud|chrome)|google, inc|mongodb|elastic|grafana|influxdata|datadog|new relic",
    "confluent|gitlab|github(?: cli|, inc)|cloudflare|yarn developers|percona|oracle mysql|mysql release|mariadb (?:developers|corporation|foundation)",
    "nginx[- ]packaging|nginx, inc|redis (?:ltd|labs|inc)|timescale|rabbitmq|pivotal|vmware tanzu|chef software|puppet (?:labs|inc)|jenkins project",
    "azul systems|adoptium|eclipse foundation|bellsoft|amazon corretto|teleport|tailscale|kubernetes authors|cri-o|isv:|launchpad ppa|remi's rpm",
    "remirepo|rpm fusion|rpmfusion|postgresql global|apt\\.postgresql\\.org|phusion|heroku|dotdeb",
  ].join("|"),
);

/** Distributions whose packages themselves name one of the publishers above. */
const homes: Readonly<Record<string, RegExp>> = {
  mariner: /microsoft/,
  azurelinux: /microsoft/,
  photon: /vmware/,
  amzn: /amazon|corretto/,
  ol: /oracle/,
  cos: /google/,
};

/** Marks in versions: backports for a distribution that its users did not build, such as `16.1-1.pgdg120+1`. */
const marks = /\.pgdg|\+deb\.sury\.org|\+0~\d{8}\.|nodesource|\.remi\b|ppa\d/;

/** Addresses that only the distribution gives to its maintainers. */
const ownAddress = /@(?:[\w-]+\.)*(?:debian\.org|ubuntu\.com|alpinelinux\.org)\b/;

/** Whether a distribution's package manager installed a package that the distribution did not make. */
export function isThirdParty(found: FoundPackage, release: Release | undefined): boolean {
  if (found.type !== "deb" && found.type !== "rpm" && found.type !== "apk") return false;
  const { maintainer = "", vendor = "", packager = "" } = found.extra ?? {};
  const who = `${vendor || maintainer || packager}`.toLowerCase();
  const id = release?.id ?? "";
  if (homes[id]?.test(who)) return false;
  if (marks.test(found.version)) return true;
  // Fedora's extra packages for other distributions.
  if (who === "fedora project" && id !== "" && id !== "fedora") return true;
  return publishers.test(who) && !ownAddress.test(who);
}
