import { describe } from "vitest";
import { judge, type Case } from "./verdicts.ts";

function after(run: string, verdict: "fail" | "unknown"): Case {
  return [run, `FROM registry.example.com/team/base:1\nRUN ${run}\nCMD ["/srv"]\n`, `Dockerfile: non-root ${verdict}`];
}

describe("what a RUN tells of the user of an unknown base", () => {
  judge([
    after("set -x; apt-get -qq update", "fail"),
    after("if true; then yum install -y tar; fi", "fail"),
    after("apk -q add tar", "fail"),
    after("pacman -S --noconfirm tar", "fail"),
    after("dpkg -i tar.deb", "fail"),
    after("rpm --import key.asc", "fail"),
    after("chown -R app:app /srv", "fail"),
    after("chown app /srv", "fail"),
  ]);
  describe("nothing, where anybody may do it or its failure is caught", () => {
    judge([
      after("arch=$(dpkg --print-architecture) && echo $arch", "unknown"),
      after("rpm -qa", "unknown"),
      after("rpm -E %fedora", "unknown"),
      after("apk info", "unknown"),
      after("pacman -Qi tar", "unknown"),
      after("apt-get install -y tar || true", "unknown"),
      after("sudo apt-get install -y tar", "unknown"),
      after("chown :app /srv", "unknown"),
      after("pip install flask", "unknown"),
    ]);
  });
});
