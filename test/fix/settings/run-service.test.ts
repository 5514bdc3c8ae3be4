import { expect, it } from "vitest";
import { asComposeFile } from "../../../src/fix/settings/run-service.ts";
import { findRunLines } from "../../../src/parse/run/find.ts";

function convert(line: string): string {
  const [found] = findRunLines(`${line}\n`, "script");
  if (!found) throw new Error("no run line");
  const outcome = asComposeFile(found);
  return "text" in outcome ? outcome.text : outcome.reason;
}

it("writes a run line as a Compose file, without the values of secrets", () => {
  expect(
    convert(
      `docker run -d --rm --name cache -p 6379:6379 -v data:/data -v "$PWD/conf:/conf:ro" -e REDIS_PASSWORD=hunter2 -e 'MODE=a$b' -e UP ` +
        "--network back --restart always --read-only --memory 96m --cpus 1.5 --stop-timeout 20 --health-cmd 'redis-cli ping' " +
        "--health-retries 3 redis:7.2 redis-server --save 60",
    ),
  ).toBe(
    [
      "services:",
      "  cache:",
      "    image: redis:7.2",
      "    container_name: cache",
      "    ports:",
      '      - "6379:6379"',
      "    volumes:",
      "      - data:/data",
      '      - "$PWD/conf:/conf:ro"',
      "    environment:",
      "      - REDIS_PASSWORD",
      '      - "MODE=a$$b"',
      "      - UP",
      "    networks:",
      "      - back",
      "    restart: always",
      "    read_only: true",
      '    mem_limit: "96m"',
      "    cpus: 1.5",
      "    stop_grace_period: 20s",
      "    healthcheck:",
      "      test:",
      '        - "CMD-SHELL"',
      '        - "redis-cli ping"',
      "      retries: 3",
      "    command:",
      '      - "redis-server"',
      '      - "--save"',
      '      - "60"',
      "volumes:",
      "  data:",
      "    name: data",
      "networks:",
      "  back:",
      "    external: true",
      "",
    ].join("\n"),
  );
});

it("names the service after the image where the line gives no name", () => {
  expect(convert("docker run --network host registry.example/team/api:2 ''")).toBe(
    'services:\n  api:\n    image: registry.example/team/api:2\n    network_mode: host\n    command:\n      - ""\n',
  );
});

it("says what it cannot write", () => {
  expect(convert("docker run $OPTIONS nginx:1.30")).toBe("some of its options are not known");
  expect(convert("docker run --log-driver json-file nginx:1.30")).toBe("--log-driver is for a person to carry over");
  expect(convert("docker run --gpus all nginx:1.30")).toBe("--gpus is for a person to carry over");
  expect(convert("docker run -e NOW=$(date) nginx:1.30")).toBe("the value of --env is known only to the shell");
});
