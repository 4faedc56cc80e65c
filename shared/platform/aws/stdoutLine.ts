/**
 * The lines of one turn of the event loop leave in one write: a system call for each would cost a push more than its
 * JSON. Not by console.log, which Lambda wraps into an object of its own, where CloudWatch finds no metrics.
 */
export function writeStdoutLine(line: string): void {
  const { stdout } = process;
  if (stdout.writableCorked === 0) {
    stdout.cork();
    process.nextTick(() => stdout.uncork());
  }
  stdout.write(`${line}\n`);
}
