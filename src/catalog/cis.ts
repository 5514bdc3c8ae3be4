// Recommendations of the CIS Docker Benchmark (numbering of 1.2 to 1.7) that concern images and containers, in our own short words.
const TITLES: Readonly<Record<string, string>> = {
  "4.1": "Give the container a user",
  "4.2": "Take base images from sources you trust",
  "4.3": "Leave out packages that nobody needs",
  "4.4": "Scan images and rebuild them with patches",
  "4.5": "Verify image signatures",
  "4.6": "Give images a HEALTHCHECK",
  "4.7": "Do not update packages without installing any in the same step",
  "4.8": "Remove setuid and setgid bits",
  "4.9": "Use COPY instead of ADD",
  "4.10": "Keep secrets out of Dockerfiles",
  "4.11": "Install verified packages only",
  "4.12": "Validate signed artifacts",
  "5.1": "Keep swarm mode off where it is not needed",
  "5.2": "Run under an AppArmor profile",
  "5.3": "Set SELinux options where SELinux is used",
  "5.4": "Drop Linux capabilities that are not needed",
  "5.5": "Do not run privileged containers",
  "5.6": "Mount no sensitive host folders",
  "5.7": "Run no sshd in containers",
  "5.8": "Map no privileged ports",
  "5.9": "Open only the ports that are needed",
  "5.10": "Do not share the host's network namespace",
  "5.11": "Limit memory",
  "5.12": "Set CPU priority or a CPU limit",
  "5.13": "Mount the root filesystem read-only",
  "5.14": "Bind published ports to one host address",
  "5.15": "Restart on failure at most five times",
  "5.16": "Do not share the host's process namespace",
  "5.17": "Do not share the host's IPC namespace",
  "5.18": "Pass no host devices on",
  "5.19": "Override default ulimits only where needed",
  "5.20": "Do not propagate mounts as shared",
  "5.21": "Do not share the host's UTS namespace",
  "5.22": "Keep the default seccomp profile on",
  "5.23": "Do not exec with --privileged",
  "5.24": "Do not exec as root",
  "5.25": "Confirm the cgroup that is used",
  "5.26": "Forbid new privileges",
  "5.27": "Check health at run time",
  "5.28": "Refer to an image version that does not move without notice",
  "5.29": "Limit the number of processes",
  "5.30": "Do not use the default bridge",
  "5.31": "Do not share the host's user namespace",
  "5.32": "Do not mount the Docker socket",
};

export function cisTitle(id: string): string | undefined {
  return TITLES[id];
}

export function cisIds(): readonly string[] {
  return Object.keys(TITLES);
}
