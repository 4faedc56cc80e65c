export interface DeviceName {
  userId: string;
  deviceId: string;
}
