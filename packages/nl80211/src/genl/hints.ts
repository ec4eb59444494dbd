/** What a person can do about an error, where that is known: by errno, or by command and errno. */
const HINTS: Readonly<Record<string, string>> = {
  EPERM: 'run as root (CAP_NET_ADMIN in that namespace)',
  EACCES: 'run as root (CAP_NET_ADMIN in that namespace)',
  ENODEV: 'there is no such device in this namespace, or it has gone; interfaces() names those that are',
  ENETDOWN: 'switch the interface on first: setUp()',
  EOPNOTSUPP: 'the driver cannot; radio().commands says what it can',
  ENOBUFS: 'the request may have been carried out: look, then repeat',
  'EBUSY setInterface': 'switch the interface off first: setUp(dev, false)',
  'EBUSY setWiphy': 'the interface is in use on its channel',
  'EINVAL triggerScan': 'does the radio have these frequencies, and as many names at once (maxScanSsids)?',
  'EINVAL setWiphy': 'is the channel one that the radio has, and the interface a monitor or an access point?',
  'EINVAL startAp': 'the interface has to be an access point: setType("ap")',
  'EEXIST newInterface': 'an interface of that name exists',
  'ENFILE newInterface': 'the names of interfaces are used up',
  'EALREADY connect': 'it is connected, or is being connected: disconnect() first',
  'EALREADY startAp': 'it is one already: stopAccessPoint() first',
  'EALREADY registerFrame': 'another program has asked for these frames (hostapd, wpa_supplicant)',
  'ENOENT getStation': 'no such peer; stations() names those that are',
  'ENOENT delStation': 'no such peer; stations() names those that are',
  'ENOENT setStation': 'no such peer; stations() names those that are',
  'ENOENT getKey': 'no such key',
  'ENOENT abortScan': 'no scan runs',
  'ENOTCONN disconnect': 'it is not connected',
  'ESRCH setWiphyNetns': 'there is no such process',
  'EOPNOTSUPP setCqm': 'the driver takes one threshold, or none at all',
  'EINVAL setWiphyNetns': 'the driver does not let its radios move, or that is no network namespace',
  'ENETDOWN remainOnChannel': 'switch the interface on first: setUp()',
  'EEXIST addAddress': 'it has that address already',
  'EADDRNOTAVAIL removeAddress': 'it does not have that address',
  'EEXIST addRoute': 'there is such a route already',
  'ESRCH removeRoute': 'there is no such route',
  'ENETUNREACH addRoute': 'the gateway cannot be reached: give the interface an address of its network first',
  'EEXIST createLink': 'an interface of that name exists',
  'EOPNOTSUPP createLink': 'this kernel has no interfaces of that kind; modprobe it',
};

/** The next step for the person; undefined where there is none to say. */
export function hintOf(code: string, command: string): string | undefined {
  return HINTS[`${code} ${command}`] ?? HINTS[code];
}
