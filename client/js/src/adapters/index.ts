/** Turns requests for other providers into requests for Ringpost, and names every field that does not come along. */
export type { Adapted, AdaptedRequest, CallBody, MessageBody, NotCarried, OfflinePush, Parties } from './adapted.ts';
export { type GorushNotification, type GorushOptions, type GorushRequest, gorushRequest } from './gorush.ts';
export { type SnsMessage, type SnsPublish, snsMessage, snsPublish } from './sns.ts';
export {
  type AdaptedPush,
  type TencentMessage,
  type TencentOfflinePushInfo,
  type TencentPushInfo,
  tencentMessage,
  tencentOfflinePushInfo,
  tencentPushInfo,
} from './tencent.ts';
export { type ZegoOptions, type ZegoPushConfig, zegoPush } from './zego.ts';
