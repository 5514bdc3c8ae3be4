import type { Origin } from "../source/origin.ts";
import { withoutRunSettings } from "./dockerfile-workload.ts";
import { known, unset, type Fact } from "./fact.ts";
import { testCommand } from "./image-config.ts";
import type { ImageFacts } from "./image-facts.ts";
import type { ImageInside } from "./image-inside.ts";
import type { RoleGuess } from "./role.ts";
import { parseUser, type Accounts } from "./users.ts";
import type { CommandValue, Health, UserValue, Workload } from "./workload.ts";

/** Words of a configuration, each with its place. */
export interface PlacedWords {
  readonly words: readonly string[];
  readonly origins: readonly Origin[];
  readonly origin: Origin;
}

/** The configuration of an image, with the places where it stands. */
export interface PlacedConfig {
  /** Where what is absent is found. */
  readonly anchor: Origin;
  /** "" is none, so root. */
  readonly user: { readonly text: string; readonly origin: Origin };
  readonly entrypoint: PlacedWords;
  readonly command: PlacedWords;
  /** As the engine keeps it: empty, `["NONE"]`, or a kind and its words. */
  readonly health: { readonly test: readonly string[]; readonly origin: Origin };
}

export interface ImageParts {
  /** The reference. */
  readonly id: string;
  readonly role: RoleGuess;
  readonly config: PlacedConfig;
  readonly accounts: Accounts;
  /** What is known of how its programs behave. */
  readonly facts: ImageFacts | undefined;
  readonly inside: ImageInside;
}

/** An image that was read, as one thing that may run. */
export function makeImageWorkload({ id, role, config, accounts, facts, inside }: ImageParts): Workload {
  const { anchor } = config;
  return {
    ...withoutRunSettings({
      id,
      kind: "image",
      role: role.role,
      roleReason: role.reason,
      // What a finding says is the same wherever the image lies.
      name: "The image",
      file: anchor.file,
      anchor,
      image: unset(undefined, anchor),
      build: undefined,
      buildGap: undefined,
      facts,
      user: userOf(config, accounts),
      entrypoint: commandOf(config.entrypoint),
      command: commandOf(config.command),
      health: healthOf(config),
    }),
    inside,
  };
}

function userOf({ user }: PlacedConfig, accounts: Accounts): Fact<UserValue> {
  const value = parseUser(user.text, accounts);
  return user.text === "" ? unset(value, user.origin) : known(value, user.origin);
}

function commandOf({ words, origins, origin }: PlacedWords): Fact<CommandValue> {
  return words.length === 0 ? unset<CommandValue>(undefined, origin) : known({ form: "exec", words, origins }, origin);
}

function healthOf({ health: { test, origin } }: PlacedConfig): Fact<Health> {
  if (test.length === 0) return unset<Health>(undefined, origin);
  if (test[0] === "NONE") return known({ disabled: true, test: undefined }, origin);
  return known({ disabled: false, test: testCommand(test) }, origin);
}
