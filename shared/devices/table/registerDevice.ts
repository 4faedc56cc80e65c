/** Registering a device: its tokens move to it from their former holders, all in one transaction. */
import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { spellingOfNew } from '../../platform/deviceId.ts';
import { inBatches } from '../../platform/inBatches.ts';
import { installationKey } from '../../platform/table/keys.ts';
import { retryOnConflict } from '../../platform/table/retryOnConflict.ts';
import { type Table, type TransactItem, unlessConditionFails } from '../../platform/table/table.ts';
import type { NotRegistered } from '../ports.ts';
import { audienceRow } from '../rules/audienceRow.ts';
import type { Device, TokenKind } from '../rules/device.ts';
import { givingWay, maxDevices } from '../rules/deviceLimit.ts';
import { type Registration, registerDevice } from '../rules/registration.ts';
import { audienceMark, deleteAudienceRow, putAudienceRow } from './audienceRow.ts';
import { deleteHolder, deleteNotes, kindsOf, type TokenHolder, tokenHolderItem } from './deviceItem.ts';
import { isHeldBy, type Loss, lossesTo, nameOf } from './formerHolders.ts';
import { moveDevices } from './onReach.ts';
import {
  keepTokens,
  type ReachUpdate,
  reachUpdate,
  removeDevice,
  storeRegistered,
  whenAbsent,
  whenUserUnchanged,
} from './reachUpdate.ts';
import { readTags } from './readTags.ts';
import { type Holders, type RegistrationState, readRegistrationState } from './registrationState.ts';

export function registerInTable(
  table: Table,
  registration: Registration,
  nowMs: number,
  onlyIfNew = false,
): Promise<Device | NotRegistered> {
  return retryOnConflict(async () => {
    const state = await readMovedState(table, registration);
    const { previous, holders, installation } = state;
    if (previous !== undefined && previous.appId !== registration.appId) return 'other_app';
    if (onlyIfNew && isKnown(state)) return 'already_registered';
    if (onlyIfNew && state.devices.length >= maxDevices) return 'full';
    const deviceId = previous?.deviceId ?? spellingOfNew(registration.deviceId);
    const registered = registerDevice(previous, { ...registration, deviceId }, nowMs);
    const device = { ...registered, audienceMark: audienceMark(registered, state.user) };
    const losses = withRoom(device, state, await lossesTo(table, device, state));
    await write(table, updatesOf(table.name, device, state, losses), [
      ...withoutInstallation(
        device,
        losses.flatMap((loss) => notesOfLoss(table.name, loss)),
      ),
      ...(await indexChanges(table, device, state)),
      ...releaseReplaced(table.name, previous, device),
      ...(isLeftTo(installation, losses) ? [] : takeInstallation(table.name, device, installation)),
      ...takeTokens(table.name, previous, device, holders),
    ]);
    return device;
  });
}

function isKnown({ previous, holders, installation }: RegistrationState): boolean {
  return previous !== undefined || installation !== undefined || Object.keys(holders).length > 0;
}

function notesOfLoss(TableName: string, loss: Loss): TransactItem[] {
  if (loss.fate === 'removed') return deleteNotes(TableName, loss.device, loss.kept);
  return loss.fate === 'reduced' && !loss.kept.includes('alert') ? deleteAudienceRow(TableName, loss.device) : [];
}

/** The device's row in the index of audiences, where it is not as it should be. */
async function indexChanges(
  table: Table,
  device: Device,
  { previous, user }: Pick<RegistrationState, 'previous' | 'user'>,
): Promise<TransactItem[]> {
  if (device.audienceMark === previous?.audienceMark) return [];
  const tags = user.tagged === undefined ? [] : await readTags(table, device.userId);
  const row = audienceRow(device, user.profile, tags);
  if (row !== undefined) return [putAudienceRow(table.name, device.appId, row)];
  return previous === undefined ? [] : deleteAudienceRow(table.name, previous);
}

/** Devices that 0.3.0 has stored are moved into the user's item first. */
async function readMovedState(table: Table, registration: Registration): Promise<RegistrationState> {
  const state = await readRegistrationState(table, registration);
  if (state !== undefined) return state;
  const moved = await moveDevices(table, registration.userId);
  await releaseHolders(table, moved?.surplus ?? []);
  const {
    previous,
    devices = [],
    holders = {},
    user = {},
    installation,
  } = (await readRegistrationState(table, registration)) ?? {};
  return { previous, devices, holders, user, installation };
}

/** A transaction has room for a hundred. */
const devicesInTransaction = 20;

/** Thousands of devices were possible once. Their tokens are free again. */
async function releaseHolders(table: Table, devices: readonly Device[]): Promise<void> {
  for (const batch of inBatches(devices, devicesInTransaction)) {
    const TransactItems = batch.flatMap((device) =>
      kindsOf(device.tokens).map((kind) => deleteHolder(table.name, device, kind)),
    );
    await unlessConditionFails(() => table.client.send(new TransactWriteCommand({ TransactItems })));
  }
}

/** One device more than a user may have takes the place of the one that was seen longest ago. */
function withRoom(device: Device, { previous, devices }: RegistrationState, losses: readonly Loss[]): Loss[] {
  if (previous !== undefined) return [...losses];
  const { userId } = device;
  const isRemoved = (other: Device) => losses.some((loss) => loss.fate === 'removed' && nameOf(loss) === nameOf(other));
  const givenWay = givingWay(
    devices.filter((other) => !isRemoved(other)),
    maxDevices - 1,
  ).map(
    (oldest): Loss => ({
      userId,
      deviceId: oldest.deviceId,
      fate: 'removed',
      device: oldest,
      kept: kindsOf(oldest.tokens),
    }),
  );
  // Each device once: removed is removed, whatever else it would lose.
  return [...new Map([...losses, ...givenWay].map((loss) => [nameOf(loss), loss])).values()];
}

/** One for each user: a transaction may name an item only once. */
function updatesOf(
  TableName: string,
  device: Device,
  { previous, user }: Pick<RegistrationState, 'previous' | 'user'>,
  losses: readonly Loss[],
): UpdateItem[] {
  const updates = new Map<string, ReachUpdate>();
  const updateOf = (userId: string): ReachUpdate => {
    const update = updates.get(userId) ?? reachUpdate(TableName, userId);
    updates.set(userId, update);
    return update;
  };
  const own = updateOf(device.userId);
  storeRegistered(own, previous, device);
  if (device.audienceMark !== previous?.audienceMark) whenUserUnchanged(own, user);
  if (previous === undefined) {
    const removed = losses.filter(({ userId, fate }) => userId === device.userId && fate === 'removed').length;
    own.when(`size(${own.devices}) < ${own.value(maxDevices + removed)}`);
  }
  for (const loss of losses) {
    const update = updateOf(loss.userId);
    if (loss.fate === 'reduced') keepTokens(update, loss.device, loss.kept);
    if (loss.fate === 'removed') removeDevice(update, loss.device);
    if (loss.fate === 'absent') {
      whenAbsent(update, loss.deviceId);
      // An update must change something.
      update.remove(update.path(loss.deviceId));
    }
  }
  return [...updates.values()].map((update) => ({ Update: update.build() }));
}

/**
 * Another user's device keeps the installation unless it no longer exists: a device with other tokens is on another
 * phone.
 */
function isLeftTo(former: TokenHolder | undefined, losses: readonly Loss[]): boolean {
  if (former === undefined) return false;
  return !losses.some((loss) => nameOf(loss) === nameOf(former) && loss.fate !== 'reduced');
}

/** Notes which device the installation belongs to now. */
function takeInstallation(TableName: string, device: Device, former: TokenHolder | undefined): TransactItem[] {
  const { userId, deviceId, appId } = device;
  return [
    { Put: { TableName, Item: { ...installationKey(appId, deviceId), userId, deviceId }, ...heldStillBy(former) } },
  ];
}

/** A former device on the same phone is deleted; the note of the installation stays, or is put again. */
function withoutInstallation({ appId, deviceId }: Device, items: readonly TransactItem[]): TransactItem[] {
  const { pk } = installationKey(appId, deviceId);
  return items.filter(({ Delete }) => Delete?.Key?.['pk'] !== pk);
}

function heldStillBy(holder: TokenHolder | undefined) {
  return holder === undefined
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: 'userId = :formerUser AND deviceId = :formerDevice',
        ExpressionAttributeValues: { ':formerUser': holder.userId, ':formerDevice': holder.deviceId },
      };
}

/** Notes that this device holds its tokens now, except where it already did. */
function takeTokens(TableName: string, previous: Device | undefined, device: Device, holders: Holders): TransactItem[] {
  const tokenOf = (of: Device | undefined, kind: TokenKind) => of?.tokens[kind]?.token;
  return kindsOf(device.tokens)
    .filter((kind) => !isHeldBy(holders[kind], device) || tokenOf(previous, kind) !== tokenOf(device, kind))
    .map((kind) => {
      const Item = tokenHolderItem(device, kind, tokenOf(device, kind) ?? '');
      return { Put: { TableName, Item, ...heldStillBy(holders[kind]) } };
    });
}

/** Tokens that this device held before and no longer does. */
function releaseReplaced(TableName: string, previous: Device | undefined, device: Device): TransactItem[] {
  if (previous === undefined) return [];
  return kindsOf(previous.tokens)
    .filter((kind) => previous.tokens[kind]?.token !== device.tokens[kind]?.token)
    .map((kind) => deleteHolder(TableName, previous, kind));
}

type UpdateItem = { Update: ReturnType<ReachUpdate['build']> };

/** Registering the same again is the usual case, and a plain write costs half of a transaction. */
async function write({ client }: Table, updates: readonly UpdateItem[], notes: readonly TransactItem[]): Promise<void> {
  const [first, ...others] = updates;
  if (first === undefined) return;
  if (others.length === 0 && notes.length === 0) await client.send(new UpdateCommand(first.Update));
  else await client.send(new TransactWriteCommand({ TransactItems: [...updates, ...oncePerItem(notes)] }));
}

/**
 * A transaction may name an item only once. Notes that move are both deleted with the former device and put with the
 * new one: the last write counts. Two devices may also seem to hold one token if they were not read at the same time;
 * then one of them has changed since, so the transaction fails and everything is read again.
 */
function oncePerItem(items: readonly TransactItem[]): TransactItem[] {
  const nameOfItem = ({ Put, Delete }: TransactItem) => {
    const { pk, sk } = Put?.Item ?? Delete?.Key ?? {};
    return `${pk}\n${sk}`;
  };
  return [...new Map(items.map((item) => [nameOfItem(item), item])).values()];
}
