/** The short form of `npm run test:servers`, with the one server that is always there. */
import { expect, test } from 'vitest';
import type { ForeignServer } from './foreignServer.ts';
import { judgeServer, makeServerCertificate } from './judgedTrial.ts';
import { node } from './node.ts';

const timeout = 300_000;
const certificate = makeServerCertificate();

test("Node's server answers 5,000 requests of the wire transport, each once and with its own answer", {
  timeout,
}, async () => {
  // Prepare
  const trial = { transport: 'wire', requests: 5000, isDisturbed: false } as const;
  // Act
  const { faults, counts } = await judgeServer(node, certificate, trial);
  // Assess
  expect(faults).toEqual([]);
  expect(counts.ownAnswers).toBe(5000);
});

test('a request whose connection is cut is reported as lost, and not sent again', { timeout }, async () => {
  // Prepare
  const trial = { transport: 'wire', requests: 5000, isDisturbed: true } as const;
  // Act
  const { faults } = await judgeServer(node, certificate, trial);
  // Assess
  expect(faults).toEqual([]);
});

test('an answer to another request counts as wrong', { timeout }, async () => {
  // Prepare
  const mixedUp: ForeignServer = {
    ...node,
    async start(folder, itsCertificate) {
      const server = await node.start(folder, itsCertificate);
      const { request } = server;
      const withAnswerOf = (number: number) => ({ ...request(number), isOwn: request(number + 10).isOwn });
      return { ...server, request: (number) => (number % 100 === 0 ? withAnswerOf(number) : request(number)) };
    },
  };
  // Act
  const { faults } = await judgeServer(mixedUp, certificate, { transport: 'wire', requests: 2000, isDisturbed: false });
  // Assess
  expect(faults).toContainEqual(expect.stringMatching(/^20 requests with an outcome that is not theirs/));
});
