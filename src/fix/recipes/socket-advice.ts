import type { Recipe } from "../fix.ts";

/** Nobody can take the socket from a program that works with it; a proxy can say which calls go through. */
export const removeSocket: Recipe = {
  kind: "remove-engine-socket",
  render: ({ workload }) => {
    const { facts, name } = workload;
    const use = facts?.socketUse;
    return {
      kind: "advice",
      title: `Put a socket proxy between ${name} and the engine`,
      lines: [
        ...(use === undefined ? [] : [`${facts?.reference ?? name} uses it for: ${use}. Without that, take the mount out.`]),
        "services:",
        "  socket-proxy:",
        "    image: tecnativa/docker-socket-proxy",
        "    environment: { CONTAINERS: 1 }        # and no POST: only reading of containers",
        "    volumes: [/var/run/docker.sock:/var/run/docker.sock:ro]",
        "    networks: [socket]",
        `  ${name}:`,
        "    environment: { DOCKER_HOST: tcp://socket-proxy:2375 }",
        "    networks: [socket, default]",
        "networks:",
        "  socket: { internal: true }",
        "A read-only mount of the socket is no protection: what is sent through it is not a file. Docker-in-Docker needs privileged, so it is no way out.",
      ],
    };
  },
};
