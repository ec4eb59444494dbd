export type * from './socket/socket.js';
