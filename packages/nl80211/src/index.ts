export { openUnixDatagram, type UnixDatagram } from './socket/datagram.js';
export { SocketError } from './socket/error.js';
export { nativeSocket } from './socket/native.js';
export { netnsPath } from './socket/netns.js';
export type * from './socket/socket.js';
export { DecodeError, EncodeError, VWifiError } from './wire/errors.js';
