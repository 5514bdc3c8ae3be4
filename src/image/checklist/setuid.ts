import type { SetuidFile } from "../../model/image-inside.ts";
import type { ImageFile } from "../files/tree.ts";
import type { LayerPlaces } from "./layer-places.ts";

/** Programs that distributions ship so, in the folders of the system. */
const USUAL = new Set(
  "su mount umount passwd chsh chfn newgrp sg gpasswd chage expiry unix_chkpwd unix_update pam_extrausers_chkpwd pam_timestamp_check wall write bsd-write ssh-agent ssh-keysign dbus-daemon-launch-helper newuidmap newgidmap fusermount fusermount3 ping ping6 bbsuid utempter crontab mount.nfs userhelper usernetctl grub2-set-bootparam lockfile dotlockfile mail-lock mail-unlock mail-touchlock vlock-main".split(
    " ",
  ),
);
const SYSTEM = /^(?:usr\/)?(?:s?bin|lib(?:64|exec)?)\//;

/** Programs in the image that run as their owner or group. `accounts` and `groups` name numbers. */
export function findSetuid(
  files: Iterable<ImageFile>,
  names: { readonly users: ReadonlyMap<number, string>; readonly groups: ReadonlyMap<number, string> },
  places: LayerPlaces,
): SetuidFile[] {
  const found: SetuidFile[] = [];
  for (const { path, entry, layer } of files) {
    if (entry.type !== "file" || (entry.mode & 0o6000) === 0 || (entry.mode & 0o111) === 0) continue;
    const bits = [
      ...(entry.mode & 0o4000 ? [`setuid ${nameOf(entry.uid, names.users)}`] : []),
      ...(entry.mode & 0o2000 ? [`setgid ${nameOf(entry.gid, names.groups)}`] : []),
    ];
    const usual = SYSTEM.test(path) && USUAL.has(path.slice(path.lastIndexOf("/") + 1));
    found.push({ path, bits: bits.join(", "), usual, at: places.file(path, layer) });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function nameOf(id: number, names: ReadonlyMap<number, string>): string {
  return id === 0 ? "root" : (names.get(id) ?? String(id));
}
