import { describe } from "vitest";
import { judge, service, type Case } from "./verdicts.ts";

function start(tail: string, verdict: string, base = "debian:12"): Case {
  return [`${base}: ${tail}`, `FROM ${base}\n${tail}\n`, `Dockerfile: init-process ${verdict}`];
}

describe("process 1 of a Dockerfile", () => {
  judge([
    start('ENTRYPOINT ["/sbin/tini", "--", "node", "x.js"]', "pass"),
    start('ENTRYPOINT ["dumb-init", "--"]\nCMD ["node", "x.js"]', "pass"),
    start('ENTRYPOINT ["/init"]', "pass"),
    start('CMD ["supervisord"]', "pass"),
    start("CMD exec tini -- node x.js", "pass"),
    start("CMD node x.js", "fail"),
    start("CMD exec node x.js", "fail"),
    start('CMD ["node", "x.js"]', "fail"),
    start('CMD ["npm", "start"]', "fail"),
    start('CMD ["pnpm", "start"]', "fail"),
    start('CMD ["nodemon", "x.js"]', "fail"),
    start('CMD ["python", "x.py"]', "fail"),
    start('CMD ["gunicorn", "shop:app"]', "pass", "python:3.13-slim"),
    start('CMD ["uvicorn", "shop:app", "--reload"]', "fail", "python:3.13-slim"),
    start('CMD ["/srv"]', "unknown"),
    start("CMD /srv", "fail"),
    start('CMD ["bash", "-c", "/srv"]', "unknown"),
    start('CMD ["bash", "-c", "migrate && /srv"]', "fail"),
    start('CMD ["sh", "-c", "exec /srv --port $PORT"]', "unknown"),
    start('CMD ["node", "x.js"]', "unknown", "registry.example.com/base:1"),
    start('ENTRYPOINT ["node", "x.js"]', "fail", "registry.example.com/base:1"),
    start("COPY site /usr/share/nginx/html", "pass", "nginx:1.29"),
    start("RUN true", "n/a"),
  ]);
});

describe("process 1 of a service", () => {
  const built = { Dockerfile: 'FROM node:22-slim\nENTRYPOINT ["tini", "--"]\nCMD ["node", "x.js"]\n' };
  judge([
    ["init: true", service("image: node:22", "command: node x.js", "init: true"), "web: init-process pass"],
    ["a command", service("image: node:22", "command: node x.js"), "web: init-process fail"],
    ["a command below the built entrypoint", { ...service("build: .", "command: [x]"), ...built }, "web: init-process pass"],
    ["an entrypoint in its place", { ...service("build: .", "entrypoint: [node, x.js]"), ...built }, "web: init-process fail"],
    [
      "an empty one takes it away",
      { ...service("build: .", "entrypoint: ''", "command: [node, x.js]"), ...built },
      "web: init-process fail",
    ],
  ]);
});

describe("where logs go", () => {
  const logs = (tail: string, verdict: string): Case => [
    tail,
    `FROM registry.example.com/base:1\n${tail}\n`,
    `Dockerfile: logging ${verdict}`,
  ];
  judge([
    logs("VOLUME /var/log/shop", "fail"),
    logs("VOLUME /data", "pass"),
    logs('CMD ["shop", "--log-file=/var/log/shop.log"]', "fail"),
    logs('CMD ["shop", "--log-file=/dev/stdout"]', "pass"),
    logs("CMD shop > /var/log/shop.log 2>&1", "fail"),
    logs("CMD shop 2>&1 | tee /var/log/shop.log", "pass"),
    logs('CMD ["gunicorn", "--access-logfile", "-", "shop:app"]', "pass"),
    ["driver none", service("image: nginx:1.29", "logging: { driver: none }"), "web: logging fail"],
    ["a folder over the links of nginx", service("image: nginx:1.29", "volumes: ['./logs:/var/log/nginx']"), "web: logging fail"],
    ["a folder that redis does not write", service("image: redis:8", "volumes: ['./logs:/var/log/redis']"), "web: logging pass"],
  ]);
});
