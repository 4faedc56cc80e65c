/** Requests for other providers with every field that their documentation has, and what Ringpost makes of each. */
import {
  type Adapted,
  gorushRequest,
  snsPublish,
  tencentMessage,
  tencentPushInfo,
  zegoPush,
} from '../../../../client/js/src/adapters/index.ts';

export interface Golden {
  title: string;
  /** Name of its table in docs/moving/: `tencent.md › Message`. */
  table: string;
  request: Record<string, unknown>;
  adapt(request: Record<string, unknown>): Adapted;
  /** Body of the request to Ringpost. */
  body: unknown;
}

const parties = { from: 'alice', to: { userId: 'bob' } };
export const nowMs = Date.parse('2026-11-30T12:00:00Z');

const adaptSns = ({ Message, ...others }: Record<string, unknown>): Adapted =>
  snsPublish(
    {
      Message: JSON.stringify(
        Object.fromEntries(
          Object.entries((Message ?? {}) as object).map(([name, value]) => [
            name,
            typeof value === 'string' ? value : JSON.stringify(value),
          ]),
        ),
      ),
      ...others,
    },
    parties,
  );

const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });

const adaptGorush = (notification: Record<string, unknown>): Adapted => {
  const [adapted] = gorushRequest({ notifications: [notification] }, { from: 'alice', to: () => parties.to, nowMs });
  if (adapted === undefined) throw new Error('one notification, one request');
  const own = (field: string) => field.replace(/^notifications\.0\.?/, '');
  return { ...adapted, notCarried: adapted.notCarried.map((each) => ({ ...each, field: own(each.field) })) };
};

export const goldens: readonly Golden[] = [
  {
    title: 'Tencent: a message to a user',
    table: 'tencent.md › REST',
    request: {
      SyncOtherMachine: 1,
      From_Account: 'alice',
      To_Account: 'bob',
      MsgSeq: 93847636,
      MsgRandom: 1287657,
      MsgLifeTime: 604800,
      SendMsgControl: ['NoUnread'],
      ForbidCallbackControl: ['ForbidBeforeSendMsgCallback'],
      CloudCustomData: 'about the conversation',
      MsgBody: [
        { MsgType: 'TIMTextElem', MsgContent: { Text: 'hi' } },
        { MsgType: 'TIMCustomElem', MsgContent: { Data: 'gift', Desc: 'a gift' } },
      ],
      OfflinePushInfo: {
        PushFlag: 0,
        Title: 'for both platforms',
        Desc: 'what is shown',
        Ext: '{"entity":{"screen":"chat"}}',
        AndroidInfo: { Sound: 'shake', OPPOChannelID: 'chat' },
        ApnsInfo: {
          Sound: 'apns.mp3',
          BadgeMode: 1,
          Title: 'for iPhones',
          SubTitle: 'below the title',
          Image: 'https://www.example.com/cat.png',
          MutableContent: 1,
        },
      },
    },
    adapt: (request) => tencentMessage(request),
    body: {
      from: 'alice',
      to: { userId: 'bob' },
      elements: [
        { type: 'text', text: 'hi' },
        { type: 'custom', data: { Data: 'gift', Desc: 'a gift' } },
      ],
      offlinePush: {
        title: 'for iPhones',
        subtitle: 'below the title',
        desc: 'what is shown',
        ext: '{"entity":{"screen":"chat"}}',
        sound: 'apns.mp3',
        badge: { mode: 'none' },
        image: 'https://www.example.com/cat.png',
        mutableContent: true,
      },
    },
  },
  {
    title: 'Tencent: a message to a group, for those who are online',
    table: 'tencent.md › REST',
    request: {
      GroupId: 'family',
      From_Account: 'alice',
      Random: 8912345,
      OnlineOnlyFlag: 1,
      GroupAtInfo: [{ GroupAtAllFlag: 0, GroupAt_Account: 'bob' }, { GroupAtAllFlag: 1 }],
      MsgBody: [
        { MsgType: 'TIMSoundElem', MsgContent: { Url: 'https://www.example.com/a.m4a', Size: 5000, Second: 4 } },
      ],
      OfflinePushInfo: { PushFlag: 1 },
    },
    adapt: (request) => tencentMessage(request),
    body: {
      from: 'alice',
      to: { groupId: 'family' },
      elements: [{ type: 'voice', url: 'https://www.example.com/a.m4a', sizeBytes: 5000, durationSeconds: 4 }],
      mentions: ['bob', '@all'],
      onlineUserOnly: true,
      offlinePush: { disabled: true },
    },
  },
  {
    title: "Tencent: the SDK's object, by VoIP",
    table: 'tencent.md › SDK',
    request: {
      title: 'Alice',
      desc: 'is calling',
      ext: '{"entity":{"action":1,"content":"this is voip push","sender":"alice","nickname":"Alice W."}}',
      disablePush: true,
      iOSPushType: 1,
      ignoreIOSBadge: true,
      iOSSound: 'ring.caf',
      iOSInterruptionLevel: 'time-sensitive',
      enableIOSBackgroundNotification: true,
      iOSImage: 'https://www.example.com/alice.png',
      AndroidSound: 'ring',
      AndroidFCMChannelID: 'calls',
      HarmonyCategory: 'VOIP',
      ignoreHarmonyBadge: true,
    },
    adapt: (request) => {
      const { offlinePush, notCarried } = tencentPushInfo(request);
      const body = { ...parties, elements: [{ type: 'custom' as const }], offlinePush };
      return { request: { route: 'POST /v1/server/messages', body }, notCarried };
    },
    body: {
      ...parties,
      elements: [{ type: 'custom' }],
      offlinePush: {
        disabled: true,
        pushType: 'voip',
        title: 'Alice',
        desc: 'is calling',
        ext: '{"entity":{"action":1,"content":"this is voip push","sender":"alice","nickname":"Alice W."}}',
        voip: { callerName: 'Alice W.' },
        badge: { mode: 'none' },
        sound: 'ring.caf',
        interruptionLevel: 'time-sensitive',
        wakeInBackground: true,
        image: 'https://www.example.com/alice.png',
      },
    },
  },
  {
    title: 'ZEGO: a message',
    table: 'zego.md › Message',
    request: {
      title: 'Alice',
      content: 'sent you a picture',
      payload: '{"screen":"chat"}',
      resourcesID: 'im_ring',
      threadID: 'alice',
      enableBadge: true,
      badgeIncrement: 2,
      oppoTemplateConfig: { templateID: '1' },
    },
    adapt: (request) => zegoPush(request, parties),
    body: {
      ...parties,
      elements: [{ type: 'custom' }],
      offlinePush: {
        policyId: 'im_ring',
        title: 'Alice',
        desc: 'sent you a picture',
        ext: '{"screen":"chat"}',
        threadId: 'alice',
        badge: { mode: 'increment', value: 2 },
      },
    },
  },
  {
    title: 'ZEGO: a call invitation',
    table: 'zego.md › Call',
    request: {
      title: 'Alice',
      content: 'Invites you to a call',
      payload: '{"room":"r1"}',
      resourcesID: 'voip_strategy',
      voIPConfig: { iOSVoIPHandleType: 2, iOSVoIPHandleValue: '+8613800000000', iOSVoIPHasVideo: true },
    },
    adapt: (request) => zegoPush(request, { ...parties, timeoutSeconds: 90 }),
    body: {
      ...parties,
      handle: { type: 'phoneNumber', value: '+8613800000000' },
      hasVideo: true,
      callerName: 'Alice',
      ext: '{"room":"r1"}',
      timeoutSeconds: 90,
    },
  },
  {
    title: 'SNS: an alert',
    table: 'sns-pinpoint.md › SNS',
    request: {
      TargetArn: 'arn:aws:sns:eu-central-1:123456789012:endpoint/APNS/chat/0000',
      MessageStructure: 'json',
      Message: {
        default: 'hi',
        GCM: { notification: { body: 'hi' } },
        APNS: {
          aps: {
            alert: {
              title: 'Alice',
              subtitle: 'in Family',
              'loc-key': 'MESSAGE_FROM',
              'loc-args': ['Alice'],
              'launch-image': 'chat.png',
            },
            badge: 3,
            sound: { critical: 1, name: 'ring.caf', volume: 0.5 },
            'thread-id': 'family',
            category: 'MESSAGE',
            'content-available': 1,
            'mutable-content': 1,
            'interruption-level': 'time-sensitive',
            'relevance-score': 0.7,
            'target-content-id': 'w1',
          },
          screen: 'chat',
        },
        APNS_SANDBOX: { aps: { alert: 'test' } },
      },
      MessageAttributes: {
        'AWS.SNS.MOBILE.APNS.TTL': attribute('3600'),
        'AWS.SNS.MOBILE.APNS.PRIORITY': attribute('5'),
        'AWS.SNS.MOBILE.APNS.PUSH_TYPE': attribute('alert'),
        'AWS.SNS.MOBILE.APNS.COLLAPSE_ID': attribute('family-1'),
        'AWS.SNS.MOBILE.APNS.TOPIC': attribute('com.example.chat'),
      },
    },
    adapt: adaptSns,
    body: {
      ...parties,
      elements: [{ type: 'custom' }],
      offlinePush: {
        title: 'Alice',
        subtitle: 'in Family',
        locKey: 'MESSAGE_FROM',
        locArgs: ['Alice'],
        badge: { mode: 'set', value: 3 },
        sound: { name: 'ring.caf', critical: true, volume: 0.5 },
        threadId: 'family',
        category: 'MESSAGE',
        wakeInBackground: true,
        mutableContent: true,
        interruptionLevel: 'time-sensitive',
        relevanceScore: 0.7,
        ext: { screen: 'chat' },
        ttlSeconds: 3600,
        priority: 'normal',
        collapseId: 'family-1',
      },
    },
  },
  {
    title: 'SNS: a push that only wakes the app',
    table: 'sns-pinpoint.md › SNS',
    request: { MessageStructure: 'json', Message: { APNS: { aps: { 'content-available': 1 }, sync: 'inbox' } } },
    adapt: adaptSns,
    body: {
      ...parties,
      elements: [{ type: 'custom' }],
      offlinePush: { pushType: 'background', ext: { sync: 'inbox' } },
    },
  },
  {
    title: 'SNS: a VoIP push',
    table: 'sns-pinpoint.md › SNS',
    request: { MessageStructure: 'json', Message: { APNS_VOIP: { call: 'c1', caller: 'Alice' } } },
    adapt: adaptSns,
    body: {
      ...parties,
      elements: [{ type: 'custom' }],
      offlinePush: { pushType: 'voip', ext: { call: 'c1', caller: 'Alice' } },
    },
  },
  {
    title: 'SNS: one text for all platforms',
    table: 'sns-pinpoint.md › SNS',
    request: { MessageStructure: 'json', Message: { default: 'hi' } },
    adapt: adaptSns,
    body: {
      ...parties,
      elements: [{ type: 'custom' }],
      offlinePush: { desc: 'hi', sound: 'none', badge: { mode: 'none' } },
    },
  },
  {
    title: 'gorush: an alert',
    table: 'sns-pinpoint.md › gorush',
    request: {
      notif_id: '1',
      tokens: ['00'.repeat(32)],
      platform: 1,
      topic: 'com.example.chat',
      title: 'Alice',
      message: 'hi',
      image: 'https://www.example.com/cat.png',
      priority: 'high',
      content_available: true,
      mutable_content: true,
      sound: 'ring.caf',
      badge: 4,
      category: 'MESSAGE',
      'thread-id': 'alice',
      'url-args': ['1'],
      alert: { subtitle: 'in Family', 'title-loc-args': ['x'], action: 'Open' },
      interruption_level: 'active',
      collapse_id: 'm1',
      push_type: 'alert',
      expiration: nowMs / 1000 + 600,
      apns_id: '8b2f1a30-0000-4000-8000-000000000000',
      production: true,
      development: false,
      retry: 3,
      data: { screen: 'chat' },
    },
    adapt: adaptGorush,
    body: {
      ...parties,
      elements: [{ type: 'custom' }],
      offlinePush: {
        title: 'Alice',
        subtitle: 'in Family',
        desc: 'hi',
        sound: 'ring.caf',
        badge: { mode: 'set', value: 4 },
        threadId: 'alice',
        category: 'MESSAGE',
        interruptionLevel: 'active',
        wakeInBackground: true,
        mutableContent: true,
        ext: { screen: 'chat' },
        collapseId: 'm1',
        ttlSeconds: 600,
        priority: 'high',
      },
    },
  },
  {
    title: 'gorush: a critical sound',
    table: 'sns-pinpoint.md › gorush',
    request: { tokens: [], platform: 1, message: 'Fire', name: 'siren.caf', volume: 1 },
    adapt: adaptGorush,
    body: {
      ...parties,
      elements: [{ type: 'custom' }],
      offlinePush: { desc: 'Fire', sound: { name: 'siren.caf', critical: true, volume: 1 }, badge: { mode: 'none' } },
    },
  },
];
