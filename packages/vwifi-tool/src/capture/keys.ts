/** What lets Wireshark and tshark read sealed frames. pcapng has no block for keys of 802.11, so it goes beside the file. */
import { pbkdf2Sync } from 'node:crypto';

/** A network whose keys are asked for. */
export interface KnownNetwork {
  readonly ssid: string;
  /** 'wpa2-psk', 'wpa3-sae'; nothing can be said of networks without one. */
  readonly type: string;
  readonly passphrase?: string;
}

/** The pre-shared key of a passphrase (802.11-2020, J.4.1), or itself where it is one already. */
const pskOf = ({ passphrase = '', ssid }: KnownNetwork): string =>
  /^[0-9a-f]{64}$/i.test(passphrase)
    ? passphrase
    : pbkdf2Sync(passphrase, ssid, 4096, 32, 'sha1').toString('hex');

export interface Decryption {
  /** Options of tshark and Wireshark; none where no key is known. */
  readonly options: readonly string[];
  /** Networks that are sealed, and whose keys cannot be told beforehand: they are new in every association. */
  readonly unknown: readonly string[];
}

/** As the key itself and not as a passphrase: whatever characters both have, it needs no escaping. */
export function decryptionOf(networks: readonly KnownNetwork[]): Decryption {
  const byPassphrase = networks.filter(
    ({ type, passphrase }) => /^wpa2-/.test(type) && passphrase !== undefined,
  );
  const keys = [...new Set(byPassphrase.map(pskOf))];
  const sealed = networks.filter(({ type }) => type === 'wpa3-sae' || type === 'owe');
  return {
    options: keys.length
      ? [
          '-o',
          'wlan.enable_decryption:TRUE',
          ...keys.flatMap((key) => ['-o', `uat:80211_keys:"wpa-psk","${key}"`]),
        ]
      : [],
    unknown: [...new Set(sealed.map(({ ssid }) => ssid))],
  };
}

/** 'SSID:PASSPHRASE', cut at the first colon. */
export function networkOf(text: string): KnownNetwork | undefined {
  const at = text.indexOf(':');
  return at < 1 || text.length - at < 9
    ? undefined
    : { ssid: text.slice(0, at), type: 'wpa2-psk', passphrase: text.slice(at + 1) };
}

/** Words as a shell takes them. */
export const shellWords = (words: readonly string[]): string =>
  words.map((word) => (/^[\w.:=/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
