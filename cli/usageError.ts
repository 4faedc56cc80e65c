/** Says on stderr what is wrong with how a command was called. @returns the exit status for that. */
export function usageError(command: string, message: string): 2 {
  process.stderr.write(`${command}: ${message}\nRun \`npx ${command} --help\` to see how it is used.\n`);
  return 2;
}
