/** Elements by their names in 802.11-2020, table 9-92 and later amendments; the ones that people meet. */

const NAMES: Readonly<Record<number, string>> = {
  ...{ 0: 'SSID', 1: 'supported rates', 3: 'DS parameter set', 5: 'TIM', 7: 'country' },
  ...{ 11: 'BSS load', 16: 'challenge text', 32: 'power constraint', 33: 'power capability' },
  ...{ 36: 'supported channels', 37: 'channel switch announcement', 38: 'measurement request' },
  ...{ 39: 'measurement report', 40: 'quiet', 42: 'ERP', 45: 'HT capabilities', 46: 'QoS capability' },
  ...{ 48: 'RSN', 50: 'extended supported rates', 51: 'access point channel report' },
  ...{ 52: 'neighbour report', 54: 'mobility domain', 55: 'fast BSS transition', 56: 'timeout interval' },
  ...{ 59: 'supported operating classes', 60: 'extended channel switch', 61: 'HT operation' },
  ...{ 62: 'secondary channel offset', 70: 'RM enabled capabilities', 71: 'multiple BSSID' },
  ...{ 72: '20/40 BSS coexistence', 74: 'overlapping BSS scan', 76: 'management MIC' },
  ...{ 90: 'BSS max idle period', 107: 'interworking', 108: 'advertisement protocol' },
  ...{ 111: 'roaming consortium', 113: 'mesh configuration', 114: 'mesh ID', 117: 'mesh peering' },
  ...{ 127: 'extended capabilities', 139: 'authenticated mesh peering', 191: 'VHT capabilities' },
  ...{ 192: 'VHT operation', 195: 'transmit power envelope', 199: 'operating mode notification' },
  ...{ 201: 'reduced neighbour report', 221: 'vendor', 244: 'RSN extension' },
};
const EXTENDED: Readonly<Record<number, string>> = {
  ...{ 8: 'FILS session', 32: 'OWE Diffie-Hellman parameter', 33: 'password identifier' },
  ...{ 35: 'HE capabilities', 36: 'HE operation', 37: 'UORA', 38: 'MU EDCA', 39: 'spatial reuse' },
  ...{ 55: 'multiple BSSID configuration', 59: 'HE 6 GHz band capabilities', 92: 'rejected groups' },
  ...{ 93: 'anti-clogging token', 106: 'EHT operation', 107: 'multi-link', 108: 'EHT capabilities' },
};
const EXTENSION = 255;

export const elementName = (id: number, extension: number | undefined): string =>
  id === EXTENSION
    ? (EXTENDED[extension ?? -1] ?? `element 255, extension ${extension}`)
    : (NAMES[id] ?? `element ${id}`);
