/** The examples of docs/messages.md about receipts are what the API takes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { receiptOperations } from '../../shared/api/schemas/receipts.ts';
import { receiptEvents } from '../../shared/push/rules/receipt.ts';
import { silenceCauses } from '../../shared/push/rules/silence/verdict.ts';

const page = readFileSync(new URL('../../docs/messages.md', import.meta.url), 'utf8');
const section = page.split('\n## Receipts\n')[1]?.split('\n## ')[0] ?? '';
const documents = [...section.matchAll(/(?:```json\n(.+?)\n```)|(?:TICKET -d '(.+?)')/gs)];
const [ticketReport, ticketAnswer, request, answer] = documents.map(([, json, body]) => JSON.parse(json ?? body ?? ''));
const operation = receiptOperations['POST /v1/receipts'];
const byTicket = receiptOperations['POST /v1/receipts/{ticket}'];

test('the examples and their answers match the API', () => {
  // Act
  const parsed = [
    byTicket.body.safeParse(ticketReport),
    byTicket.answers[202].safeParse(ticketAnswer),
    operation.body.safeParse(request),
    operation.answers[202].safeParse(answer),
  ];
  // Assess
  expect(parsed.map(({ success }) => success)).toEqual([true, true, true, true]);
  expect(answer.recorded).toBe(request.receipts.length);
});

test('each event of a message has its row', () => {
  // Act
  const listed = [...section.matchAll(/^\| `([a-z]+)` \| \S/gm)].map(([, event]) => event);
  // Assess
  expect(listed.filter((event) => event !== 'event')).toEqual([...receiptEvents]);
});

test('each cause of silence has its row, with what to do', () => {
  // Prepare
  const causes = page.split('| `cause` |')[1]?.split('\n\n')[0] ?? '';
  const rows = [...causes.matchAll(/^\| (`[^|]+`) \| ([^|]+) \| ([^|]+) \|$/gm)];
  // Act
  const named = rows.flatMap(([, cell = '']) => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, cause]) => cause));
  // Assess
  expect(named.toSorted()).toEqual([...silenceCauses].toSorted());
});
