import { expect, it } from "vitest";
import { specialModes } from "../../src/model/special-modes.ts";
import { projectOf } from "../rules/check-example.ts";

async function modes(steps: string): Promise<readonly [number, boolean]> {
  const { builds } = await projectOf({ Dockerfile: `FROM debian:12\n${steps}\n` });
  const [build] = builds;
  if (!build) throw new Error("no Dockerfile was found");
  const { set, cleared } = specialModes(build);
  return [set.length, cleared !== undefined];
}

it.each([
  "RUN chmod 4755 /bin/a",
  "RUN chmod 06711 /bin/a",
  "RUN chmod u+s /bin/a",
  "RUN chmod g+x,u+s /bin/a",
  "RUN chmod +s /bin/a",
  "RUN install -m 4755 a /bin/a",
  "RUN mkdir -p /opt/tool && chmod u+s /opt/tool/run",
  "COPY --chmod=4755 a /bin/",
])("%s sets a bit", async (step) => expect(await modes(step)).toEqual([1, false]));

it.each([
  "RUN chmod 755 /bin/a",
  "RUN chmod 2775 /srv/x",
  "RUN chmod g+s /srv/x",
  "RUN chmod ug+s /run /var/run",
  "RUN chmod -R a+s /reposado/x",
  "RUN chmod 1777 /tmp",
  "RUN mkdir -p /neurodocker && chmod a+s /neurodocker",
  "RUN mkdir -p /a /b\nRUN chmod 4777 /b/",
  "WORKDIR /shared\nRUN chmod u+s /shared",
  "RUN apt-get install -y chmod",
  "RUN chmod u-s /bin/a",
])("%s sets none", async (step) => expect(await modes(step)).toEqual([0, false]));

it("forgets bits that are taken away later, and knows those that come after", async () => {
  const clear = "RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +";
  expect(await modes(`RUN chmod u+s /bin/a\n${clear}`)).toEqual([0, true]);
  expect(await modes(`${clear}\nRUN chmod u+s /bin/a`)).toEqual([1, true]);
});
