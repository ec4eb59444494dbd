/** Interfaces of messages. Generated from the tables by "npm run generate": change those, not this. */

export type Drop =
  | 'none'
  | 'notAssociated'
  | 'notAuthorised'
  | 'noReceiver'
  | 'unprotected'
  | 'noKey'
  | 'wrongKey'
  | 'replay'
  | 'isolated'
  | 'malformed'
  | 'memory'
  | 'denied'
  | 'lost'
  | 'loop'
  | 'fragment'
  | 'corrupt';
export type Personality = 'legacy' | 'ht' | 'vht' | 'he' | 'eht';
export type PathModel = 'logDistance' | 'freeSpace' | 'ituIndoor';
export type Fading = 'none' | 'rayleigh' | 'rician';
export type Model = 'ideal' | 'dcf';
export type RateControl = 'minstrel' | 'ideal';
export type FrameType = 'management' | 'data';
export type Eapol = 'message1' | 'message2' | 'message3' | 'message4' | 'group1' | 'group2';
export type FaultAction = 'drop' | 'delay' | 'duplicate' | 'corrupt' | 'alter' | 'unacknowledge';
export type VwifiCommand =
  | 'radioNew'
  | 'radioDel'
  | 'radioGet'
  | 'radioSet'
  | 'denyAdd'
  | 'denyDel'
  | 'denySet'
  | 'denyGet'
  | 'denyFlush'
  | 'linkSet'
  | 'linkDel'
  | 'linkGet'
  | 'mediumGet'
  | 'mediumSet'
  | 'radioAdded'
  | 'radioRemoved'
  | 'pairChanged'
  | 'mediumChanged'
  | 'statsSubscribe'
  | 'statsRound'
  | 'underlayAttach'
  | 'underlayDetach'
  | 'underlayGet'
  | 'remoteGet'
  | 'tapNew'
  | 'tapDel'
  | 'radar'
  | 'faultAdd'
  | 'faultDel'
  | 'faultGet'
  | 'faultFlush'
  | 'jam'
  | 'jamEnd'
  | 'jamGet';
