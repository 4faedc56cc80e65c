import { readFileSync } from 'node:fs';
import { CommandFailure } from './failure.ts';
import { fileText } from './fileText.ts';

/**
 * @param file `-`: stdin.
 * @param example of what it may hold, for somebody whose file is not JSON.
 * @throws CommandFailure that says what is wrong with it.
 */
export function readJsonFile(file: string, example: string): unknown {
  let text: string;
  try {
    text = fileText(readFileSync(file === '-' ? 0 : file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const fix = 'Name a file that exists and that you may read.';
    throw new CommandFailure({ code: 'unreadable_file', message: `${file} cannot be read (${code})`, fix });
  }
  try {
    return JSON.parse(text);
  } catch {
    const fix = `Write one JSON object, such as ${example}.`;
    throw new CommandFailure({ code: 'invalid_json', message: `${file} is not JSON`, fix });
  }
}
