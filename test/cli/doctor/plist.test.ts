import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlistError, parsePlist } from '../../../cli/doctor/plist.ts';

const plist = (inside: string) => Buffer.from(`<?xml version="1.0"?>\n<plist version="1.0">${inside}</plist>`);

describe('an XML property list', () => {
  it('is read whole', () => {
    // Prepare
    const bytes = Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-8"?>
<!-- made by Xcode -->
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>CFBundleName</key> <string>Chat &amp; <![CDATA[<Calls>]]> &#x4F60;&#22909;</string>
  <!-- <key>Gone</key><true/> -->
  <key>UIBackgroundModes</key>
  <array><string>voip</string><string/></array>
  <key>Nested</key><dict><key>Yes</key><true/><key>No</key><false></false></dict>
  <key>Number</key><integer>-7</integer>
  <key>Real</key><real>0.5</real>
  <key>Date</key><date>2026-11-22T12:00:00Z</date>
  <key>Data</key><data>AAEC</data>
  <key>Empty</key><dict/>
  <key>__proto__</key><array/>
</dict>
</plist>`);

    // Act
    const dictionary = parsePlist(bytes);

    // Assess
    expect(dictionary).toEqual(
      new Map<string, unknown>([
        ['CFBundleName', 'Chat & <Calls> 你好'],
        ['UIBackgroundModes', ['voip', '']],
        [
          'Nested',
          new Map([
            ['Yes', true],
            ['No', false],
          ]),
        ],
        ['Number', -7],
        ['Real', 0.5],
        ['Date', '2026-11-22T12:00:00Z'],
        ['Data', 'AAEC'],
        ['Empty', new Map()],
        ['__proto__', []],
      ]),
    );
  });

  it.each([
    ['is cut off', plist('<dict><key>a</key><string>b').subarray(0, -9), 'without its end'],
    ['has a key without a value', plist('<dict><key>a</key></dict>'), 'no value for the key a'],
    ['has a value without a key', plist('<dict><string>a</string></dict>'), '<key> is expected'],
    ['has a foreign element', plist('<dict><key>a</key><blink/></dict>'), '<blink>'],
    ['is closed wrongly', plist('<dict></array>'), '<array> where <key>'],
    ['contains no dictionary', plist('<array/>'), 'contains no dictionary'],
    ['holds nothing', plist(''), 'contains no dictionary'],
    ['is binary', Buffer.from('bplist00\u0001\u0002'), 'binary property list'],
    ['is HTML', Buffer.from('<html></html>'), 'not an XML property list'],
    ['is empty', Buffer.alloc(0), 'not an XML property list'],
  ])('that %s is refused with an explanation', (_what, bytes, said) => {
    // Prepare
    const parse = () => parsePlist(bytes);

    // Act
    const error = thrownBy(parse);

    // Assess
    expect(error).toBeInstanceOf(PlistError);
    expect((error as PlistError).message).toContain(said);
    expect((error as PlistError).fix).not.toBe('');
  });

  it('that is truncated is refused and never throws', () => {
    // Prepare
    const pieces = fc.constantFrom(
      '<dict>',
      '</dict>',
      '<key>',
      '</key>',
      '<true/>',
      '<array>',
      'x',
      '<',
      '&#xffffff;',
    );

    // Act
    const check = fc.property(fc.array(pieces), (parts) => {
      const error = thrownBy(() => parsePlist(plist(parts.join(''))));
      return error === undefined || error instanceof PlistError;
    });

    // Assess
    fc.assert(check);
  });
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error;
  }
}
