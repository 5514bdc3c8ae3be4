import { startCommands } from "../../../model/startup/commands.ts";
import { startupOf } from "../../../model/startup/of.ts";
import type { Project } from "../../../model/project.ts";
import type { Workload } from "../../../model/workload.ts";
import { findImageFile } from "../../../model/image-files.ts";
import { textOfRun } from "../../../model/run-commands.ts";
import { basename } from "../../../util/path.ts";

/** Programs that do their work only as root, or start as root and change the user themselves. */
const rootPrograms = new Set(
  (
    "sshd dropbear cron crond anacron atd supervisord systemd init my_init runsvdir runsvinit s6-svscan dockerd containerd openvpn wg wg-quick iptables ip6tables nft ip ipset mount umount chroot unshare modprobe sysctl " +
    "apache2 apache2ctl apachectl httpd mysqld mysqld_safe mariadbd postgres pg_ctl pg_ctlcluster named dnsmasq rsyslogd syslogd syslog-ng keepalived squid squid3 postfix master dovecot exim slapd vsftpd proftpd pure-ftpd smbd nmbd rpcbind " +
    "service systemctl rc-service initctl openrc sudo su gosu su-exec setpriv runuser chown chgrp useradd adduser usermod groupadd addgroup passwd chpasswd apt apt-get apk yum dnf a2enmod a2ensite a2dissite ldconfig update-ca-certificates " +
    "nginx php-fpm php5-fpm haproxy varnishd slurmctld munged cupsd avahi-daemon dbus-daemon tinyproxy privoxy xrdp vncserver Xvfb in.tftpd tftpd dhcpd hostapd ntpd chronyd stunnel stunnel4 strongswan ipsec charon pptpd xl2tpd collectd snmpd zabbix_agentd zabbix_server nrpe"
  ).split(" "),
);

const installers = new Set("pip pip3 npm yarn pnpm bundle gem composer poetry conda".split(" "));

/** Programs of the above that run as another user in the images made for them. */
const fineIn: Readonly<Record<string, RegExp>> = {
  nginx: /^(?:nginx|openresty)/,
  "php-fpm": /^php$/,
  "httpd-foreground": /^httpd$/,
};

/** Why the container cannot start as another user than root; undefined where nothing speaks against it. */
export function needsRoot(workload: Workload, project: Project): string | undefined {
  const { facts, build } = workload;
  if (!build) return undefined;
  if (facts?.entrypointNeedsRoot === true && workload.entrypoint.origin.how !== "literal")
    return `the entrypoint of ${facts.reference} must start as root`;
  const name = build.base.kind === "image" ? basename(build.base.ref.normalized) : "";
  if (
    name === "docker" ||
    workload.mounts.items.some(
      (item) => item.state === "known" && /docker\.sock$|podman\.sock$|containerd\.sock$/.test(item.value.target),
    )
  )
    return "it talks to the engine's socket, which belongs to root";
  for (const { command } of startCommands(workload, project)) {
    const program = basename(command.name?.value ?? "");
    if (command.wrappers.some((wrapper) => rootPrograms.has(wrapper)) || command.user !== undefined)
      return `what it starts changes the user itself (${command.wrappers.join(" ") || "su"})`;
    if (
      installers.has(program) &&
      /^(?:install|i|ci|add|update|require)$/.test(command.args.find(({ value }) => !value.startsWith("-"))?.value ?? "")
    )
      return `it installs packages with ${program} when it starts`;
    if (!rootPrograms.has(program) || fineIn[program]?.test(name) === true) continue;
    if (command.failure === "ignored") continue;
    return `it starts ${program}, which needs root`;
  }
  const { pid1, handover } = startupOf(workload, project);
  if (pid1.kind === "init" && !/^(?:tini|dumb-init|catatonit|docker-init|pid1)/.test(pid1.program))
    return `${pid1.program} supervises it as root`;
  if (handover.kind === "kept" && facts?.start !== "root-master" && /supervisor/.test(handover.reason)) return handover.reason;
  return keepsInRootHome(workload);
}

/** A script of its own that starts the container and is not in the repository. */
export function unseenScript(workload: Workload, project: Project): string | undefined {
  const { build } = workload;
  if (!build) return undefined;
  for (const { command } of startCommands(workload, project)) {
    for (const word of [command.name, ...command.args.slice(0, 2)]) {
      if (word && /^[\w./-]+\.sh$|entrypoint[\w.-]*$/.test(word.value) && !findImageFile(build, project.loaded, word.value))
        return word.value;
    }
  }
  return undefined;
}

/** Files in /root, which only root may enter. */
function keepsInRootHome(workload: Workload): string | undefined {
  const { build } = workload;
  if (!build) return undefined;
  for (const stage of build.chain) {
    for (const step of stage.steps) {
      const text = step.keyword === "RUN" ? textOfRun(step) : step.rest.text;
      const named =
        step.keyword === "RUN"
          ? installsAtHome(text)
          : step.keyword === "LABEL" || step.keyword === "ARG"
            ? false
            : /(?:^|[\s"'=:[,])(?:\/root(?:\/|\b)|~\/)/.test(text);
      if (named) return "it keeps files in /root, which only root may enter";
    }
  }
  return undefined;
}

/** Installers that put programs below $HOME, and commands that write there, clean-up left out. */
function installsAtHome(text: string): boolean {
  if (
    /\bpip3?\s+install\b[^&;|\n]*\s--user\b/.test(text) ||
    /rustup\.rs|nvm-sh\/nvm|install-poetry|get-poetry|sdkman|pyenv-installer|get\.sdkman|astral\.sh\/uv|bun\.sh\/install|deno\.land\/install|pipx\s+install/.test(
      text,
    )
  )
    return true;
  const kept = text
    .replaceAll(/\brm\s+-\w+\s[^&;|\n]*/g, "")
    .replaceAll(
      /(?:\/root|~|\$HOME|\$\{HOME\})\/\.(?:cache|npm|composer|gnupg|ssh|netrc|npmrc|gitconfig|m2|gradle|config|wget-hsts|local\/share\/virtualenv|docker)\b/g,
      "",
    );
  return /(?:^|[\s"'=:])(?:\/root\/|~\/|\$HOME\/|\$\{HOME\}\/)/.test(kept);
}
