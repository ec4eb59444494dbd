#!/usr/bin/env python3
"""A station of an open network made of injected frames: it authenticates, associates, and asks who has an address.

usage: client.py DEVICE ADDRESS BSSID SSID IP OTHER      says what happens, a line each
"""
import socket
import struct
import sys
import time

from air import ASSOC_REQ, ASSOC_RESP, AUTH, BROADCAST, DATA_TO_AP, Air, element, octets

device, own, bssid, ssid = sys.argv[1], octets(sys.argv[2]), octets(sys.argv[3]), sys.argv[4].encode()
ip, other = (socket.inet_aton(address) for address in sys.argv[5:7])
RATES = element(1, bytes([0x82, 0x84, 0x8b, 0x96, 0x0c, 0x12, 0x18, 0x24]))
REQUEST = struct.pack('<HH', 0x401, 10) + element(0, ssid) + RATES
LLC_ARP = bytes.fromhex('aaaa030000000806')
ARP = LLC_ARP + bytes.fromhex('0001080006040001') + own + ip + bytes(6) + other
air = Air(device)
answers = {}


def exchange(name, control, body, is_answer, third=bssid):
    """Sends a frame and waits for the answer, which comes more than once where nobody acknowledges it."""
    air.send(control, bssid, own, third, body)
    end, copies, answer = time.monotonic() + 2, 0, None
    while True:
        heard = air.hear(end)
        if not heard:
            break
        control, ra, _, _, body = heard
        if ra == own and is_answer(control, body):
            copies, answer, end = copies + 1, body, min(end, time.monotonic() + 0.3)
    print(name, 'answers', copies, flush=True)
    if answer is None:
        sys.exit(1)
    return answer


exchange('authentication', AUTH, struct.pack('<HHH', 0, 1, 0), lambda control, _: control & 0xfc == AUTH)
exchange('association', ASSOC_REQ, REQUEST, lambda control, _: control & 0xfc == ASSOC_RESP)
found = exchange('arp', DATA_TO_AP, ARP, lambda control, body: control & 0x0c == 8 and body[:8] == LLC_ARP, BROADCAST)
print('found', found[16:22].hex(':'), flush=True)
