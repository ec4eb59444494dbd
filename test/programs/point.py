#!/usr/bin/env python3
"""An open access point made of injected frames, until its standard input ends.

usage: point.py DEVICE BSSID CHANNEL SSID      says what happens, a line each
"""
import select
import struct
import sys
import time

from air import ASSOC_REQ, ASSOC_RESP, AUTH, BEACON, BROADCAST, PROBE_REQ, PROBE_RESP, TU, Air, element, octets

device, bssid, channel, ssid = sys.argv[1], octets(sys.argv[2]), int(sys.argv[3]), sys.argv[4].encode()
INTERVAL, ESS = 100, 1
RATES = element(1, bytes([0x82, 0x84, 0x8b, 0x96, 0x0c, 0x12, 0x18, 0x24]))
OFFER = struct.pack('<QHH', 0, INTERVAL, ESS) + element(0, ssid) + RATES + element(3, bytes([channel]))
air = Air(device)


def answer(control, ra, ta):
    kind = control & 0xfc
    if kind == PROBE_REQ and ra in (bssid, BROADCAST):
        air.send(PROBE_RESP, ta, bssid, bssid, OFFER)
    elif kind == AUTH and ra == bssid:
        air.send(AUTH, ta, bssid, bssid, struct.pack('<HHH', 0, 2, 0))
    elif kind == ASSOC_REQ and ra == bssid:
        air.send(ASSOC_RESP, ta, bssid, bssid, struct.pack('<HHH', ESS, 0, 0xc001) + RATES)
        print('associated', ta.hex(':'), flush=True)
    elif control & 0x0300 and ra == bssid:
        print('data', ta.hex(':'), flush=True)


beacons, beacon_at = 0, time.monotonic()
while not select.select([sys.stdin], [], [], 0)[0]:
    if time.monotonic() >= beacon_at:
        air.send(BEACON, BROADCAST, bssid, bssid, OFFER + element(5, bytes([0, 1, 0, 0])))
        beacon_at += INTERVAL * TU
        beacons += 1
        print('beacon', beacons, flush=True)
    heard = air.hear(beacon_at)
    if heard:
        answer(*heard[:3])
