import { describe, expect, it } from 'vitest';
import { isAllowedAddress, urlFault } from '../../../shared/webhooks/rules/address.ts';

describe('the address of a webhook', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '169.254.100.1',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    'fd00:ec2::254',
    'fe80::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'not-an-address',
  ])('is not %s', (address) => {
    // Act
    const isAllowed = isAllowedAddress(address, 'public');

    // Assess
    expect(isAllowed).toBe(false);
  });

  it.each(['8.8.8.8', '172.32.0.1', '2606:4700:4700::1111'])('may be %s', (address) => {
    // Act
    const isAllowed = isAllowedAddress(address, 'public');

    // Assess
    expect(isAllowed).toBe(true);
  });

  it.each([
    'http://backend.example.com/',
    'ftp://backend.example.com/',
    'https://user:secret@backend.example.com/',
    'https://backend.example.com/#part',
    'https://localhost/',
    'https://backend/',
    'https://backend.internal/',
    'https://printer.local./',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'not a url',
    '',
  ])('is refused as a URL on a stage: %s', (url) => {
    // Act
    const fault = urlFault(url, 'public');

    // Assess
    expect(fault).toMatch(/\w/);
  });

  it('is accepted on a stage if it is public and has TLS', () => {
    // Act
    const faults = ['https://backend.example.com/ringpost?x=1', 'https://8.8.8.8:8443/'].map((url) =>
      urlFault(url, 'public'),
    );

    // Assess
    expect(faults).toEqual([undefined, undefined]);
  });

  it('may be this machine, without TLS, in the lab only', () => {
    // Prepare
    const local = ['http://127.0.0.1:8080/', 'http://localhost:8080/', 'http://[::1]:8080/'];

    // Act
    const faults = local.map((url) => [urlFault(url, 'loopback'), urlFault(url, 'public') === undefined]);

    // Assess
    expect(faults).toEqual(local.map(() => [undefined, false]));
    expect(urlFault('http://10.0.0.1/', 'loopback')).toMatch(/https/);
    expect(isAllowedAddress('10.0.0.1', 'loopback')).toBe(false);
  });
});
