import type { Recipe } from "../fix.ts";
import { renderSettings } from "../settings/render.ts";
import { quoted } from "../yaml/write.ts";

/** The driver `local` keeps logs and rotates them by itself. */
export const removeLoggingDriver: Recipe = {
  kind: "remove-logging-driver",
  render: (context) =>
    renderSettings(
      context,
      [{ kind: "set", path: ["logging", "driver"], value: "local", flags: ["--log-driver local"], written: context.at }],
      {
        title: `Keep the logs of ${context.workload.name}, 100 MB at most`,
        safety: "safe",
      },
    ),
};

/** Sizes for the files of the default driver. */
export const setLogRotation: Recipe = {
  kind: "set-log-rotation",
  render: (context) => {
    const { loggingDriver, loggingOptions, name } = context.workload;
    const [size, files] = [quoted("10m"), quoted("3")];
    const flags = ["--log-opt max-size=10m", "--log-opt max-file=3"];
    const has = (option: string): boolean =>
      loggingOptions.items.some((item) => item.state === "known" && item.value.name === option);
    const description = { title: `Rotate the logs of ${name}: 3 files of 10 MB`, safety: "safe" } as const;
    if (loggingDriver.state === "unset" && loggingOptions.items.length === 0) {
      // The driver is named: with another default of the engine the options would be an error.
      const value = { driver: "json-file", options: { "max-size": size, "max-file": files } };
      return renderSettings(
        context,
        [{ kind: "set", path: ["logging"], value, flags: ["--log-driver json-file", ...flags] }],
        description,
      );
    }
    if (has("max-size")) return { kind: "refused", reason: "a size is written that is none" };
    return renderSettings(
      context,
      [{ kind: "set", path: ["logging", "options", "max-size"], value: size, flags: flags.slice(0, 1) }],
      description,
    );
  },
};
