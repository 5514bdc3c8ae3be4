import { describe, expect, it } from "vitest";
import { logTargets } from "../../src/model/log-targets.ts";
import { projectOf } from "../rules/check-example.ts";

async function targets(dockerfile: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const project = await projectOf({ Dockerfile: dockerfile, ...files });
  const [workload] = project.workloads;
  if (!workload) throw new Error("no Dockerfile was found");
  return logTargets(workload, project).map(({ what, at }) => {
    const text = at.file === "Dockerfile" ? dockerfile : (files[at.file] ?? "");
    return `${what} @ ${text.slice(at.span.start, at.span.end)}`;
  });
}

const cmd = (command: string): Promise<string[]> => targets(`FROM alpine:3.22\n${command}\n`);

describe("what takes logs away", () => {
  it.each([
    ['CMD ["app", "--log-file=/var/log/app.log"]', 'writes its log to /var/log/app.log @ "--log-file=/var/log/app.log"'],
    ['CMD ["heralding", "-l", "/var/log/h.log"]', 'writes its log to /var/log/h.log @ "-l", "/var/log/h.log"'],
    ["CMD crond -f -L /var/log/cron.log", "writes its log to /var/log/cron.log @ -L /var/log/cron.log"],
    [
      'CMD ["java", "-Dlogging.file.name=/logs/app.log", "-jar", "a.jar"]',
      'writes its log to /logs/app.log @ "-Dlogging.file.name=/logs/app.log"',
    ],
    ['CMD ["postgres", "-c", "logging_collector=on"]', 'collects its log in files (logging_collector) @ "logging_collector=on"'],
    ["ENV L=/var/log/x\nCMD app --logdir $L", "writes its log to /var/log/x @ --logdir $L"],
    [
      "CMD nginx -g 'error_log /var/log/e.log; daemon off;'",
      "writes its log to /var/log/e.log @ 'error_log /var/log/e.log; daemon off;'",
    ],
    ["CMD app > /dev/null 2>&1", "throws its output away @ > /dev/null"],
    ["CMD app &> /data/out", "sends its output to /data/out @ &> /data/out"],
    ["CMD app > log.out && tail -f /dev/null", "sends its output to log.out @ > log.out"],
    ["CMD service rsyslog start && exec postfix start-fg", "starts rsyslog, which takes logs to files @ service rsyslog start"],
    ["CMD busybox syslogd -n", "starts syslogd, which takes logs to files @ busybox syslogd -n"],
    ["VOLUME /data /srv/app/logs", "keeps logs in a volume at /srv/app/logs @ /srv/app/logs"],
  ])("%s", async (command, expected) => expect(await cmd(command)).toEqual([expected]));

  it.each([
    'CMD ["app", "--log-file=-"]',
    "CMD rsync --daemon --no-detach --log-file /dev/stdout",
    'CMD ["app", "--log-level", "debug", "--log", "stdout"]',
    "CMD nginx -g 'error_log stderr; daemon off;'",
    "CMD app 2>&1 | tee -a /var/log/app.log",
    "CMD service nginx start && tail -f /var/log/nginx/access.log",
    "CMD envsubst < a.tpl > /etc/nginx/nginx.conf && exec nginx",
    "CMD echo start > /var/log/boot.log; exec app",
    "CMD which app > /dev/null 2>&1; exec app",
    "CMD pptpd && syslogd -n -O /dev/stdout",
    "CMD syslogd -nO- && exec app",
    'CMD ["logstash", "-f", "/etc/logs"]',
    "VOLUME /var/lib/zookeeper/log /catalog /blog",
    "RUN ln -sf /dev/stdout /var/log/app/a.log\nVOLUME /var/log/app\nCMD app --log-file /var/log/app/a.log",
  ])("nothing in %s", async (command) => expect(await cmd(command)).toEqual([]));

  it("follows scripts that the Dockerfile copies, and those that they call", async () => {
    const found = await targets('FROM alpine:3.22\nCOPY bin/ /bin/\nENTRYPOINT ["/bin/entry.sh"]\n', {
      "bin/entry.sh": "#!/bin/sh\nset -e\n/bin/serve.sh\n",
      "bin/serve.sh": "#!/bin/bash\nexec app >> /var/log/app.log\n",
    });
    expect(found).toEqual(["sends its output to /var/log/app.log @ >> /var/log/app.log"]);
  });

  it("does not follow scripts that call each other round in circles", async () => {
    const loop = { "a.sh": "#!/bin/sh\nexec /b.sh\n", "b.sh": "#!/bin/sh\nexec /a.sh\n" };
    expect(await targets('FROM alpine:3.22\nCOPY a.sh b.sh /\nENTRYPOINT ["/a.sh"]\n', loop)).toEqual([]);
  });
});
