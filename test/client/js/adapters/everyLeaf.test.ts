/** Whatever another provider's request holds: each of its values is in the request to Ringpost, or is named. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Adapted, gorushRequest, snsPublish, tencentMessage } from '../../../../client/js/src/adapters/index.ts';
import { goldens } from './golden.ts';

type Path = readonly (string | number)[];
type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Several examples as one, with the fields and the elements of each. */
function merged(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  if (!isFields(one) || !isFields(other)) return one ?? other;
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(names.map((name) => [name, merged(one[name], other[name])]));
}

const odd = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.constantFrom('', null, true, false, 0, 1, 7, -3, 0.5, 1e20, 'alert', 'background', 'voip'),
  fc.constant('x'.repeat(20_001)),
  fc.array(fc.constantFrom('text', 5, true), { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('Text', 'name', 'other'), fc.constantFrom('text', 5, true), { maxKeys: 2 }),
);

const unknown = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}[X.]?[A-Z]$/), odd, { maxKeys: 1 });

/** Values like an example: parts of it, with odd ones and unknown fields among them. */
function like(example: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(example)) {
    const elements = example.length === 0 ? odd : fc.oneof(...example.map(like), odd);
    return fc.oneof({ weight: 6, arbitrary: fc.array(elements, { maxLength: 3 }) }, odd);
  }
  if (isFields(example)) {
    const known = fc.record(Object.fromEntries(Object.entries(example).map(([name, value]) => [name, like(value)])), {
      requiredKeys: [],
    });
    const whole = fc.tuple(known, unknown).map(([fields, others]) => ({ ...fields, ...others }));
    return fc.oneof({ weight: 8, arbitrary: whole }, odd);
  }
  return fc.oneof({ weight: 4, arbitrary: fc.constant(example) }, odd);
}

/** Paths of all values that say something: not the empty ones, nor those that mean no, none or never. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => leavesOf(each, [...path, index]));
  if (isFields(value)) return Object.entries(value).flatMap(([name, each]) => leavesOf(each, [...path, name]));
  return value === null || value === '' || value === 0 || value === false ? [] : [path];
}

function without(value: unknown, [first, ...rest]: Path): unknown {
  if (Array.isArray(value)) {
    return rest.length === 0
      ? value.filter((_each, index) => index !== first)
      : value.map((each, index) => (index === first ? without(each, rest) : each));
  }
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      if (name !== first) return [[name, each]];
      return rest.length === 0 ? [] : [[name, without(each, rest)]];
    }),
  );
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Record<string | number, unknown> | undefined)?.[name], value);

const isNamed = ({ notCarried }: Adapted, path: Path) => {
  const prefixes = path.map((_name, index) => path.slice(0, index + 1).join('.'));
  return notCarried.some(({ field }) => prefixes.includes(field));
};

/** A value that takes the place of an equal one, which is named. Without it the other would come along. */
const replacesEqual = ({ notCarried }: Adapted, request: Fields, path: Path): boolean =>
  notCarried.some(({ field }) => valueAt(request, field.split('.')) === valueAt(request, path));

/** Values that say what would be anyway, and those for which the caller names users. */
function isSettled(request: Fields, path: Path): boolean {
  const [name, value] = [path.join('.'), valueAt(request, path)];
  if (/^(?:TargetArn|TopicArn|tokens|to|MessageStructure)/.test(name)) return true;
  if (/push_?type/i.test(name) && value === 'alert') return true;
  // Either of the two makes it a push that only wakes the app.
  if (/push_?type/i.test(name) && value === 'background') return JSON.stringify(request).includes('"content');
  if (/content.available$/.test(name)) return JSON.stringify(request).includes('"background"');
  if (/\.DataType$/.test(name)) return value === 'String' || value === 'Number';
  if (/sound\.name$/.test(name)) return value === 'default';
  if (name === 'platform' || name.endsWith('iOSVoIPHandleType')) return value === 1;
  if (name.endsWith('MsgType')) return value === 'TIMCustomElem';
  if (name === 'OnlineOnlyFlag') return request['MsgLifeTime'] === 0;
  const [top, platform] = path;
  if (top !== 'Message' || platform === 'APNS') return false;
  const message = request['Message'] as Fields;
  return JSON.stringify(message[String(platform)]) === JSON.stringify(message['APNS']);
}

const providers = [...new Set(goldens.map(({ table }) => table))].map((table) => {
  const own = goldens.filter((golden) => golden.table === table);
  const example = own.map(({ request }) => request).reduce<unknown>(merged, {});
  return { table, example, adapt: own[0]?.adapt };
});

describe.each(providers)('every value of a request by $table', { timeout: 120_000 }, ({ example, adapt }) => {
  test('comes along, or is named', () => {
    fc.assert(
      fc.property(like(example).filter(isFields), (request) => {
        // Act
        const adapted = adapt?.(request);
        // Assess
        if (adapted === undefined) throw new Error('no adapter');
        if (adapted.request === undefined) {
          expect(adapted.notCarried).not.toEqual([]);
          return;
        }
        const body = JSON.stringify(adapted.request);
        const lost = leavesOf(request).filter((path) => {
          if (isNamed(adapted, path) || replacesEqual(adapted, request, path) || isSettled(request, path)) return false;
          return JSON.stringify(adapt?.(without(request, path) as Fields).request) === body;
        });
        expect(lost).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

const parties = { from: 'alice', to: { userId: 'bob' } };
const fieldsOf = ({ notCarried }: Adapted) => notCarried.map(({ field }) => field);

describe('a request that is not what it should be', () => {
  const elements = [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hi' } }];

  test.each<[string, Fields, string]>([
    ['a sender', { From_Account: 5, To_Account: 'bob', MsgBody: elements }, 'From_Account'],
    ['mentions', { From_Account: 'alice', To_Account: 'bob', MsgBody: elements, GroupAtInfo: 'bob' }, 'GroupAtInfo'],
    ['a body', { From_Account: 'alice', To_Account: 'bob', MsgBody: { Text: 'hi' } }, 'MsgBody'],
    ['an element', { From_Account: 'alice', To_Account: 'bob', MsgBody: ['hi'] }, 'MsgBody.0'],
  ])('of Tencent names %s of a wrong type', (_what, request, field) => {
    // Act
    const adapted = tencentMessage(request, { from: 'server' });
    // Assess
    expect(fieldsOf(adapted)).toEqual([field]);
  });

  test.each([[''], [undefined]])('of Tencent says of a text element with the text %j that it has none', (Text) => {
    // Act
    const adapted = tencentMessage({
      From_Account: 'alice',
      To_Account: 'bob',
      MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text } }],
    });
    // Assess
    expect(adapted.notCarried).toEqual([{ field: 'MsgBody.0.MsgContent.Text', reason: 'There is no text in it.' }]);
    expect(adapted.request?.body).toMatchObject({ elements: [{ type: 'custom' }] });
  });

  test.each([['hi'], ['"hi"'], ['[1]'], ['{']])('of SNS with the Message %j names it, and sends nothing', (Message) => {
    // Act
    const adapted = snsPublish({ MessageStructure: 'json', Message }, parties);
    // Assess
    expect(adapted.request).toBeUndefined();
    expect(adapted.notCarried).toEqual([
      { field: 'Message', reason: 'With the MessageStructure json it must be the JSON of an object.' },
    ]);
  });

  test.each([
    [{ notifications: 'all' }, 'notifications'],
    [{ notifications: [5] }, 'notifications.0'],
  ] as const)('of gorush is named: %j', (request, field) => {
    // Act
    const adapted = gorushRequest(request as never, { from: 'alice', to: () => parties.to });
    // Assess
    expect(adapted.map(({ request: made }) => made)).toEqual([undefined]);
    expect(adapted.flatMap(({ notCarried }) => notCarried)).toEqual([
      { field, reason: expect.stringMatching(/^It must be /) },
    ]);
  });
});
