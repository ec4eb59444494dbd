/** A mistake in each key of a laboratory file: one line, with its place, what is wrong and what would be right. */
import { PERSONAS } from '@vwifi/nl80211/vwifi';
import { parseLab } from './parse.js';

const MISTAKES: readonly (readonly [text: string, says: string])[] = [
  [
    `nodes:
  ap: { kind: ap, ssid: x, persona: raspbery-pi-4 }
`,
    `2:37: nodes.ap.persona is "raspbery-pi-4", which is none of ${Object.keys(PERSONAS).join(', ')}; did you mean "raspberry-pi-4"?`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x, channel: 36, persona: raspberry-pi-4 }
  pico: { kind: station, persona: raspberry-pi-pico-w }
`,
    `3:35: nodes.pico.persona is raspberry-pi-pico-w, which has no 5GHz, where its network is: it has 2.4 GHz`,
  ],
  [
    `nodes:
  m: { kind: mesh, ssid: x, persona: esp32 }
`,
    `2:38: nodes.m.persona is esp32, which cannot be mesh: it can be ap, station`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x, wire: lan }
  gw: { kind: router, wires: { lan: { address: 10.0.0.1, dhcp: true } } }
`,
    `3:48: nodes.gw.wires.lan.address is not an address with its prefix length, such as 10.0.0.1/24`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x, wire: lan }
  gw: { kind: router, wires: { lan: { address: 10.0.0.1/24, dhcp: yes please } } }
`,
    `3:67: nodes.gw.wires.lan.dhcp is a text, not true or a mapping with from, to, lease`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x, wire: lan }
  gw: { kind: router, wires: { lan: { address: 10.0.0.1/24, nat: 7 } } }
`,
    `3:66: nodes.gw.wires.lan.nat is 7, not true; leave it out where that is not so`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x, wire: lan }
  gw: { kind: router, wires: { lan: { address: 10.0.0.1/24, portal: { txt: hello } } } }
`,
    `3:71: unknown key "txt" in nodes.gw.wires.lan.portal; did you mean "text"?`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x, wire: lan }
  gw: { kind: router, wires: { lan: { address: 10.0.0.1/24 } }, names: { "a b": 10.0.0.9 } }
`,
    `3:74: "a b" is not a host name, such as www.example`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x, wire: lan }
  gw: { kind: router, uplink: true, gateway: 10.0.0.9, wires: { lan: { address: 10.0.0.1/24 } } }
`,
    `3:46: nodes.gw.gateway is given twice: what is for elsewhere goes by the uplink; leave out one of the two`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x, wire: lan }
  gw: { kind: router, uplink: passt, wires: { lan: { address: 10.0.0.1/24 } } }
`,
    `3:31: nodes.gw.uplink is "passt", not true; leave it out where that is not so`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x, wire: lan }
  gw: { kind: router, uplink: true, wires: { lan: { address: 10.0.0.1/24 } } }
  gw2: { kind: router, uplink: true, wires: { lan: { address: 10.0.0.2/24 } } }
`,
    `4:32: nodes.gw2.uplink is gw's already; one router has it`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x, wire: lan }
  gw: { kind: router, uplink: true, wires: { lan: { address: 10.0.0.1/24 } } }
time: virtual
`,
    `4:7: time is virtual, which the network of the host does not follow; take real, or leave out uplink of gw`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x, wire: lan }
  r: { kind: radius, wires: { lan: 10.0.0.2/24 }, users: { alice: secret } }
`,
    `3:67: nodes.r.users.alice is a text, not a mapping with password, vlan`,
  ],
  [
    `nodes:
  ap: { kind: ap, wire: lan, security: { type: wpa2-eap, server: radus } }
  radius: { kind: radius, wires: { lan: 10.0.0.2/24 }, users: { a: { password: b } } }
`,
    `2:66: nodes.ap.security.server is "radus", which is no server here: radius`,
  ],
  [
    `nodes:
  ap: { kind: ap }
  p: { kind: program }
`,
    `3:3: nodes.p.command is missing: it is a text`,
  ],
  [
    `nodes:
  p: { kind: program, command: x, ready: 5 }
`,
    `2:42: nodes.p.ready is 5, not a text`,
  ],
  [
    `nodes:
  ap: { kind: ap }
  rep: { kind: repeater, of: app }
`,
    `3:30: nodes.rep.of is "app", which is no access point here: ap`,
  ],
  [
    `nodes:
  ap: { kind: ap, radios: 0 }
`,
    `2:27: nodes.ap.radios is 0, not a mapping`,
  ],
  [
    `nodes:
  ap: { kind: ap, networks: { guests: { ssid: "" } } }
`,
    `2:47: nodes.ap.networks.guests.ssid is not an SSID: 1 to 32 octets`,
  ],
  [
    `nodes:
  ap: { kind: ap, vlans: { 5000: lan } }
`,
    `2:28: "5000" is no VLAN: 1 to 4094`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x, passphrase: a secret one, passphrases: { 10: another one } }
`,
    `2:73: nodes.ap.passphrases.10 is of VLAN 10, which leads nowhere: add it to vlans`,
  ],
  [
    `nodes:
  ap: { kind: ap, roaming: a1 }
`,
    `2:28: nodes.ap.roaming is a1, which no other access point says; give it to at least two`,
  ],
  [
    `nodes:
  ap: { kind: ap }
  sta: { kind: station, join: wsp }
`,
    `3:31: nodes.sta.join is "wsp", which is none of wps-button, wps-pin, dpp; did you mean "dpp"?`,
  ],
  [
    `nodes:
  ap: { kind: ap, security: { type: wpa2-eap } }
`,
    `2:19: nodes.ap.security does not say who knows the users: add server: there is none: add a node of kind radius`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
traffic: [{ at: 1s, from: sta1, to: app, kind: ping }]
`,
    `4:37: traffic[0].to is "app", which is no node here: ap, sta1`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
traffic: [{ at: 1s, from: sta1, to: ap, kind: pong }]
`,
    `4:47: traffic[0].kind is "pong", which is none of ping, tcp, udp, http; did you mean "ping"?`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
traffic: [{ at: 1s, from: sta1, to: ap, kind: http, url: ftp://x }]
`,
    `4:58: traffic[0].url is no address of a web page that begins with http://`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: soon, stop: sta1 }]
`,
    `4:18: timeline[0].at is no time, such as 500ms, 10s or 2m`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, move: { node: sta2, to: [1, 2] } }]
`,
    `4:36: timeline[0].move.node is "sta2", which is no node here: ap, sta1`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, fade: { from: ap, to: sta1, signal: [-50, -80], over: slowly } }]
`,
    `4:76: timeline[0].fade.over is no time, such as 500ms, 10s or 2m`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, jam: { frequency: 99, for: 3s } }]
`,
    `4:40: timeline[0].jam.frequency is too small: at least 2400`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, deny: ap }]
`,
    `4:28: timeline[0].deny is a text, not a mapping with receiver, sender`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, kill: [sta1, nobody] }]
`,
    `4:22: timeline[0].kill is a list, not a text`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, radar: sta1 }]
`,
    `4:29: timeline[0].radar is a text, not a mapping with frequency`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, channel: ap }]
`,
    `4:31: timeline[0].channel is a text, not a mapping with node, frequency, beacons`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, fault: { action: drp, eapol: 3 } }]
`,
    `4:39: timeline[0].fault.action is "drp", which is none of drop, delay, duplicate, corrupt, alter, unacknowledge; did you mean "drop"?`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, fault: { action: drop, eapol: 7 } }]
`,
    `4:52: timeline[0].fault.eapol is 7, not 1 or 2 or 3 or 4 or one of group-1, group-2`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, mend: lost }]
`,
    `4:28: timeline[0].mend is "lost", and no fault of this time line is called so; all is every one`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, expect: { node: sta1, conected: true } }]
`,
    `4:44: unknown key "conected" in timeline[0].expect; did you mean "connected"?`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, expect: { node: sta9, connected: true } }]
`,
    `4:38: timeline[0].expect.node is "sta9", which is no node here: ap, sta1`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, expect: { node: sta1, roamed: sta1 } }]
`,
    `4:52: timeline[0].expect.roamed is sta1, which is no access point`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, expect: { node: sta1, rate: fast } }]
`,
    `4:50: timeline[0].expect.rate is a text, not a mapping with to, above`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
  sta1: { kind: station }
timeline: [{ at: 1s, expect: { node: sta1, connected: true, within: 5 } }]
`,
    `4:69: timeline[0].expect.within is 5, not a text, such as 500ms, 10s or 2m`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: "\${nmae}" }
variables: { name: x }
`,
    `2:25: nodes.ap.ssid names the variable "nmae", which is not there; did you mean "name"? the text itself is written $\${nmae}`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
medium: { model: dfc }
`,
    `3:18: medium.model is "dfc", which is none of ideal, dcf; did you mean "dcf"?`,
  ],
  [
    `nodes:
  ap: { kind: ap, ssid: x }
medium: { walls: [{ from: [0,0], loss: 3 }] }
`,
    `3:19: medium.walls[0].to is missing: it is a list of 2 numbers`,
  ],
];

it.each(MISTAKES)('%j', (text, says) => {
  expect(() => parseLab(text, 'lab.yaml')).toThrow(new Error(`lab.yaml:${says}`));
});
