import type { Outcome, Recipe, RecipeContext } from "../fix.ts";
import { commandText, ownStart } from "../needs/start.ts";
import { refuse, renderSettings } from "../settings/render.ts";
import { findService } from "../settings/service.ts";
import type { Setting } from "../settings/setting.ts";
import { quoted } from "../yaml/write.ts";

/** The check that is known for an image, as `healthcheck` of a service or `--health-cmd`. */
export const addServiceHealthcheck: Recipe = {
  kind: "add-healthcheck",
  on: ["compose", "run"],
  render: (context) => {
    const { workload } = context;
    if (workload.build || workload.buildGap !== undefined) return undefined;
    const { health } = workload;
    if (health.state === "known" && health.value.disabled) return switchedOff(context);
    const test = ownStart(workload)?.suggestedHealth;
    if (!test) return refuse("no check is known for this image");
    const obstacle = obstacleOf(context, test);
    if (obstacle !== undefined) return refuse(obstacle);
    const settings = workload.kind === "run" ? forRunLine(test) : forService(test, context);
    return renderSettings(context, settings, {
      title: `Check the health of ${workload.name} with ${programOf(test)}`,
      safety: "unsafe",
      breaks: "a check that fails makes the container unhealthy, and what waits for it does not start",
    });
  },
};

/** Somebody did not want one. */
function switchedOff({ workload }: RecipeContext): Outcome {
  return {
    kind: "advice",
    title: "The health check is switched off on purpose",
    lines: [`Take the line out, or give ${workload.name} a check of its own.`],
  };
}

function obstacleOf({ workload }: RecipeContext, test: readonly string[]): string | undefined {
  const command = commandText(workload);
  if (/(?:^|\s)(?:-p|--port|--http-port|--bind|--listen[\w-]*)(?:[\s=]|$)/.test(command))
    return "its command may have it listen elsewhere";
  const text = test.join(" ");
  const mounts = workload.mounts.items.flatMap((item) => (item.state === "known" ? [item.value.target] : []));
  if (
    /redis-cli/.test(text) &&
    (/requirepass|aclfile|\.conf\b/.test(command) || mounts.some((path) => /\.conf$|\.acl$/.test(path)))
  )
    return "the server may ask for a password";
  if (
    /https?:\/\//.test(text) &&
    mounts.some((path) =>
      /^\/(?:etc|usr\/local\/etc|usr\/local\/apache2\/conf|config|conf)(?:\/|$)|\.(?:conf|cfg|ya?ml|toml|ini)$|Caddyfile$/.test(
        path,
      ),
    )
  )
    return "its configuration is mounted and may have it listen elsewhere";
  return undefined;
}

function programOf([form, ...words]: readonly string[]): string {
  const first = form === "CMD-SHELL" ? (words[0] ?? "").split(" ")[0] : words[0];
  return first ?? "its own program";
}

/** Compose takes `$` for a variable of its own. */
function forService(test: readonly string[], { workload, project }: RecipeContext): Setting[] {
  const value = `[${test.map((word) => quoted(word.replaceAll("$", "$$$$"))).join(", ")}]`;
  const found = findService(project, workload);
  // An interval is there already.
  if (found.ok && found.target.service.value.entries.has("healthcheck"))
    return [{ kind: "set", path: ["healthcheck", "test"], value, flags: [] }];
  return [
    {
      kind: "set",
      path: ["healthcheck"],
      value: { test: value, interval: "30s", timeout: "5s", retries: "3", start_period: "30s" },
      flags: [],
    },
  ];
}

function forRunLine(test: readonly string[]): Setting[] {
  const [form, ...words] = test;
  const script = form === "CMD-SHELL" ? words.join(" ") : words.map(shellWord).join(" ");
  const flags = [
    `--health-cmd ${shellWord(script)}`,
    "--health-interval 30s",
    "--health-timeout 5s",
    "--health-retries 3",
    "--health-start-period 30s",
  ];
  return [{ kind: "set", path: ["healthcheck", "test"], value: quoted(script), flags }];
}

function shellWord(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
