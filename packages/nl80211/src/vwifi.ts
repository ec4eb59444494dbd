/** The driver vwifi: radios made and removed, who hears whom, faults, the medium. `wifi.vwifi` is a Driver. */
export * from './client/family/index.js';
