/** Ctrl-C, SIGTERM, the end of the terminal or of the launcher (cli/ringpost.mjs). The first one counts. */
export function waitForStopRequest(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve());
    if (process.connected) process.once('disconnect', () => resolve());
  });
}
