/** What a phone reports and keeps: receipts, the call directory. */
import { type ExamplesOf, ids, noContent } from './example.ts';

export const receiptExamples: ExamplesOf<'receipts'> = {
  'POST /v1/receipts': {
    body: {
      receipts: [
        { messageId: ids.message, deviceId: ids.device, event: 'shown', at: '2026-11-30T12:00:01Z' },
        { callId: ids.call, deviceId: ids.device, event: 'callReported', at: '2026-11-30T12:00:02Z', ageMs: 35 },
      ],
    },
    answers: { 202: { recorded: 2, unknown: [] } },
  },
  'POST /v1/receipts/{ticket}': {
    body: { event: 'delivered', at: '2026-11-30T12:00:01Z' },
    answers: { 202: { recorded: 1 } },
  },
};

export const directoryExamples: ExamplesOf<'directory'> = {
  'GET /v1/call-directory': {
    answers: {
      200: {
        blocking: { add: ['8613800138001'], remove: [] },
        identification: { add: [{ number: '8613800138000', label: 'Mum' }], remove: [] },
        cursor: 'Mi4xNzk2MDUyMzI2LmdiWTMyUHpTeHRv',
        incremental: false,
      },
    },
  },
  'PUT /v1/call-directory/{number}': {
    body: { label: 'Mum' },
    answers: { 200: { number: '8613800138000', label: 'Mum' } },
  },
  'DELETE /v1/call-directory/{number}': noContent,
};
