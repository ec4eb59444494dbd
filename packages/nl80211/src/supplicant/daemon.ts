import type { ControlSocket } from './control.js';
import type { ControlEvent } from './event.js';

/** What wpa_supplicant and hostapd have in common: a control socket. */
export abstract class ControlledDaemon implements AsyncDisposable {
  constructor(readonly control: ControlSocket) {}

  /** Any command of its control interface; returns its reply. */
  request(command: string): Promise<string> {
    return this.control.request(command);
  }

  events(signal: AbortSignal): AsyncGenerator<ControlEvent> {
    return this.control.events(signal);
  }

  close(): Promise<void> {
    return this.control.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
