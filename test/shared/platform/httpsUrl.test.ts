import { describe, expect, it } from 'vitest';
import { isHttpsUrl } from '../../../shared/platform/httpsUrl.ts';

describe('a URL of a picture', () => {
  it.each([
    'https://example.com',
    'https://example.com/cat.jpg?size=2&at=a@b#top',
    'https://example.com:8443/',
    'https://例子.example/猫.jpg',
    'https://xn--fsqu00a.example/',
    'https://192.0.2.1/x',
    'https://[2001:db8::1]/x',
    'https://example.com//x',
  ])('can be %s', (url) => {
    // Prepare: the row

    // Act
    const taken = isHttpsUrl(url);

    // Assess
    expect(taken).toBe(true);
  });

  it.each([
    ['no host', 'https:///x'],
    ['no host', 'https://'],
    ['no host', 'https://?x'],
    ['a port without a host', 'https://:443/x'],
    ['a dot as host', 'https://./x'],
    ['one slash', 'https:/example.com/x'],
    ['no slash', 'https:example.com'],
    ['backslashes', 'https:\\\\example.com\\x'],
    ['another scheme', 'http://example.com'],
    ['another scheme', 'javascript:alert(1)'],
    ['a user name', 'https://alice@example.com/x'],
    ['a password', 'https://alice:secret@example.com/x'],
    ['a space before', ' https://example.com'],
    ['a space in it', 'https://example.com/a b'],
    ['a line break', 'https://example.com/a\nb'],
    ['a control character', 'https://example.com/a\u0000b'],
    ['an invalid port', 'https://example.com:99999/'],
    ['not a URL', 'cat.jpg'],
    ['nothing', ''],
  ])('must not have %s: %j', (_what, url) => {
    // Prepare: the row

    // Act
    const taken = isHttpsUrl(url);

    // Assess
    expect(taken).toBe(false);
  });
});
