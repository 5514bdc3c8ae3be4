// Written by `npm run generate` from the files of this folder.
import ciImageScan from "./ci-image-scan.ts";
import ciScanPinned from "./ci-scan-pinned.ts";
import ciScanUpload from "./ci-scan-upload.ts";
import cleanPackageCache from "./clean-package-cache.ts";
import cpuLimit from "./cpu-limit.ts";
import dockerignore from "./dockerignore.ts";
import dropCapabilities from "./drop-capabilities.ts";
import execForm from "./exec-form.ts";
import healthcheck from "./healthcheck.ts";
import imageDigest from "./image-digest.ts";
import imageTag from "./image-tag.ts";
import initProcess from "./init-process.ts";
import logRotation from "./log-rotation.ts";
import logToStdout from "./log-to-stdout.ts";
import memoryLimit from "./memory-limit.ts";
import multiStage from "./multi-stage.ts";
import noDangerousCapabilities from "./no-dangerous-capabilities.ts";
import noDockerSocket from "./no-docker-socket.ts";
import noHostDevice from "./no-host-device.ts";
import noHostNamespace from "./no-host-namespace.ts";
import noNewPrivileges from "./no-new-privileges.ts";
import noPrivileged from "./no-privileged.ts";
import noRuntimeEnvSecret from "./no-runtime-env-secret.ts";
import noSecretArg from "./no-secret-arg.ts";
import noSecretCopy from "./no-secret-copy.ts";
import noSecretEnv from "./no-secret-env.ts";
import noSecretInRun from "./no-secret-in-run.ts";
import noSecretValue from "./no-secret-value.ts";
import noSensitiveMount from "./no-sensitive-mount.ts";
import noSetuid from "./no-setuid.ts";
import noSudo from "./no-sudo.ts";
import noUnconfined from "./no-unconfined.ts";
import nonRootUser from "./non-root-user.ts";
import numericUser from "./numeric-user.ts";
import pidsLimit from "./pids-limit.ts";
import publishedPort from "./published-port.ts";
import readOnlyRoot from "./read-only-root.ts";
import slimBase from "./slim-base.ts";
import tmpfsForWrites from "./tmpfs-for-writes.ts";
import unusedIgnore from "./unused-ignore.ts";
import type { Rule } from "./rule.ts";

/** Every rule, sorted by name. */
export const rules: readonly Rule[] = [
  ciImageScan,
  ciScanPinned,
  ciScanUpload,
  cleanPackageCache,
  cpuLimit,
  dockerignore,
  dropCapabilities,
  execForm,
  healthcheck,
  imageDigest,
  imageTag,
  initProcess,
  logRotation,
  logToStdout,
  memoryLimit,
  multiStage,
  noDangerousCapabilities,
  noDockerSocket,
  noHostDevice,
  noHostNamespace,
  noNewPrivileges,
  noPrivileged,
  noRuntimeEnvSecret,
  noSecretArg,
  noSecretCopy,
  noSecretEnv,
  noSecretInRun,
  noSecretValue,
  noSensitiveMount,
  noSetuid,
  noSudo,
  noUnconfined,
  nonRootUser,
  numericUser,
  pidsLimit,
  publishedPort,
  readOnlyRoot,
  slimBase,
  tmpfsForWrites,
  unusedIgnore,
];
