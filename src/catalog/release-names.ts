/** Code names that name one release of a distribution. */
const DISTRIBUTION_RELEASES = new Set(
  (
    "potato woody sarge etch lenny squeeze wheezy jessie stretch buster bullseye bookworm trixie forky duke " +
    "hardy lucid maverick natty oneiric precise quantal raring saucy trusty utopic vivid wily xenial yakkety zesty artful bionic cosmic disco " +
    "eoan focal groovy hirsute impish jammy kinetic lunar mantic noble oracular plucky questing resolute"
  ).split(" "),
);

/** Code names of releases of other software, by the image's last name part; they name a version only there. */
const SOFTWARE_RELEASES: Readonly<Record<string, string>> = {
  node: "argon boron carbon dubnium erbium fermium gallium hydrogen iron jod krypton",
  ros: "fuerte groovy hydro indigo jade kinetic lunar melodic noetic ardent bouncy crystal dashing eloquent foxy galactic humble iron jazzy kilted lyrical",
  ceph: "dumpling firefly hammer infernalis jewel kraken luminous mimic nautilus octopus pacific quincy reef squid tentacle",
};

/** Every code name, for images that nobody knows. */
const ANY_RELEASE =
  /^(?:devel-)?(?:argon|boron|carbon|dubnium|erbium|fermium|gallium|hydrogen|iron|jod|fuerte|hydro|indigo|jade|melodic|noetic|foxy|galactic|humble|jazzy|kilted|luminous|mimic|nautilus|octopus|pacific|quincy|reef|squid|euphrates|beryllium|xenon)$/;

/** Words that move from release to release. */
const ROLLING = new Set(
  (
    "stable oldstable oldoldstable testing unstable experimental sid edge rolling rawhide tumbleweed devel development dev develop nightly weekly daily snapshot canary " +
    "insiders preview next current lts lta mainline main master trunk head beta alpha rc ea release prod production staging ci"
  ).split(" "),
);

export function isDistributionRelease(word: string): boolean {
  return DISTRIBUTION_RELEASES.has(word);
}

/** Whether a word names a release of the software in the image; an unknown image is given the benefit of the doubt. */
export function isSoftwareRelease(word: string, image: string, known: boolean): boolean {
  const names = SOFTWARE_RELEASES[image.replace(/^.*-(?=node$)/, "")];
  if (names !== undefined) return names.split(" ").includes(word);
  return !known && ANY_RELEASE.test(word);
}

export function isRollingWord(word: string): boolean {
  return ROLLING.has(word);
}
