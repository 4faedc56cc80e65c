/**
 * Reads an XML property list, the format in which Xcode writes Info.plist and entitlements.
 * https://www.apple.com/DTDs/PropertyList-1.0.dtd
 */
import { fileText } from '../frame/fileText.ts';

/** A date or data stays text. */
export type PlistValue = string | number | boolean | PlistValue[] | PlistDictionary;
export type PlistDictionary = ReadonlyMap<string, PlistValue>;

/** The file is not an XML property list; the message says what it is, and `fix` what to do. */
export class PlistError extends Error {
  override readonly name = 'PlistError';
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}

const convert =
  'Convert it first: `plutil -convert xml1 -o Info.xml.plist Info.plist` on a Mac, elsewhere ' +
  '`python3 -c "import plistlib,sys; plistlib.dump(plistlib.load(open(sys.argv[1],\'rb\')), sys.stdout.buffer)" Info.plist > Info.xml.plist`.';
const exportAgain = 'Give the Info.plist or .entitlements file of the Xcode project, or of the built app.';

/** @throws PlistError */
export function parsePlist(bytes: Buffer): PlistDictionary {
  if (bytes.subarray(0, 6).toString('latin1') === 'bplist') {
    throw new PlistError('is a binary property list, as built apps have it', convert);
  }
  const text = fileText(bytes);
  if (!/<plist[\s>]/.test(text)) throw new PlistError('is not an XML property list', exportAgain);
  const [root] = new Reader(text).readPlist();
  if (!(root instanceof Map)) throw new PlistError('contains no dictionary', exportAgain);
  return root;
}

interface Tag {
  name: string;
  kind: 'open' | 'close' | 'empty';
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readPlist(): PlistValue[] {
    for (;;) {
      const tag = this.#nextTag();
      if (tag.name !== 'plist') throw this.#broken(`<${tag.name}> where <plist> is expected`);
      if (tag.kind === 'open') return this.#readUntilClosed('plist');
    }
  }

  #readUntilClosed(name: string): PlistValue[] {
    const values: PlistValue[] = [];
    for (;;) {
      const tag = this.#nextTag();
      if (tag.kind === 'close') {
        if (tag.name === name) return values;
        throw this.#broken(`</${tag.name}> where </${name}> is expected`);
      }
      values.push(this.#readValue(tag));
    }
  }

  #readValue({ name, kind }: Tag): PlistValue {
    const isEmpty = kind === 'empty';
    switch (name) {
      case 'dict':
        return isEmpty ? new Map() : this.#readDictionary();
      case 'array':
        return isEmpty ? [] : this.#readUntilClosed('array');
      case 'true':
      case 'false':
        if (!isEmpty) this.#readText(name);
        return name === 'true';
      case 'integer':
      case 'real':
        return isEmpty ? Number.NaN : Number(this.#readText(name));
      case 'string':
      case 'date':
      case 'data':
        return isEmpty ? '' : this.#readText(name);
      default:
        throw this.#broken(`<${name}>, which property lists do not have`);
    }
  }

  #readDictionary(): PlistDictionary {
    const entries = new Map<string, PlistValue>();
    for (;;) {
      const tag = this.#nextTag();
      if (tag.kind === 'close' && tag.name === 'dict') return entries;
      if (tag.name !== 'key' || tag.kind === 'close') throw this.#broken(`<${tag.name}> where <key> is expected`);
      const key = tag.kind === 'empty' ? '' : this.#readText('key');
      const value = this.#nextTag();
      if (value.kind === 'close') throw this.#broken(`no value for the key ${key}`);
      entries.set(key, this.#readValue(value));
    }
  }

  /** Skips white space, comments, `<?xml …?>` and `<!DOCTYPE …>`. */
  #nextTag(): Tag {
    const skipped = /(?:\s|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>)*/y;
    skipped.lastIndex = this.#at;
    this.#at += skipped.exec(this.#text)?.[0].length ?? 0;
    const tag = /<(\/?)([A-Za-z]+)(?:\s[^<>]*?)?(\/?)>/y;
    tag.lastIndex = this.#at;
    const found = tag.exec(this.#text);
    if (found === null) throw this.#broken('something that is not a tag');
    this.#at += found[0].length;
    const [, slash, name = '', end] = found;
    return { name, kind: slash ? 'close' : end ? 'empty' : 'open' };
  }

  #readText(name: string): string {
    const end = this.#text.indexOf(`</${name}>`, this.#at);
    if (end < 0) throw this.#broken(`<${name}> without its end tag`);
    const raw = this.#text.slice(this.#at, end);
    this.#at = end + name.length + 3;
    return raw
      .split(/<!\[CDATA\[([\s\S]*?)\]\]>/)
      .map((part, index) => (index % 2 === 1 ? part : decodeEntities(part)))
      .join('');
  }

  #broken(what: string): PlistError {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    return new PlistError(`is not a complete XML property list: ${what}, at line ${line}`, exportAgain);
  }
}

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities.get(name) ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
