/** Folders where programs write their logs when they are not told otherwise. */
export function isLogPath(path: string): boolean {
  return (
    /^\/(?:var\/)?logs?(?:\/|$)/.test(path) ||
    /\/logs?\/?$/.test(path) ||
    path.endsWith(".log") ||
    /^\/var\/[\w-]+\/logs?(?:\/|$)/.test(path)
  );
}

/** Log files that are the container's own stdout or stderr. */
export function isStandardStream(path: string): boolean {
  return /^\/(?:dev\/(?:stdout|stderr|null|tty|console|fd\/[12])|proc\/(?:self|1|\d+)\/fd\/[12])$/.test(path) || path === "-";
}

const SYSLOG_DAEMONS = new Set(["syslogd", "rsyslogd", "syslog-ng", "busybox-syslogd", "metalog", "socklog"]);

/** Programs that take logs away from stdout. */
export function isSyslogDaemon(program: string): boolean {
  return SYSLOG_DAEMONS.has(program);
}

const LOG_OPTIONS =
  /^(?:--(?:log-?file|logfile|log-?path|log_?path|error-?log(?:file)?|access-?log(?:file)?|log-?dir|logdir|log-?destination|log-?output|log_error|slow-query-log-file|general-log-file|stdout_logfile|capture-output-file)|-logfile)$/;

/** Options that name a log file or folder: `--logpath`, `--access-logfile`, … */
export function isLogFileOption(option: string): boolean {
  return LOG_OPTIONS.test(option.toLowerCase().replaceAll("_", "-")) || LOG_OPTIONS.test(option.toLowerCase());
}
