#!/usr/bin/env python3
"""A kernel on the wire of vwifi with many members of an open ad hoc cell, each of which sends one of its members a frame.

usage: crowd.py DEVICE BSSID MEMBER COUNT

Says so until it is ended; prints "here" when all have sent.
"""
import socket
import struct
import sys
import time

from wire import BROADCAST, DATA, HELLO, TYPE, entry, message

CELL, A_PAGE, INSTANCE = 2, 20, 0x7F000002
SNAP = b'\xaa\xaa\3\0\0\0\x88\xb6'

device, bssid, member = sys.argv[1], *(bytes.fromhex(each.replace(':', '')) for each in sys.argv[2:4])
members = [bytes([0x76, 0, 2, 0, number >> 8, number & 255]) for number in range(int(sys.argv[4]))]
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(TYPE))
wire.bind((device, TYPE))
mac = wire.getsockname()[4]
wire.settimeout(5)
kernel = BROADCAST
while kernel == BROADCAST:
    frame, (_, _, direction, _, _) = wire.recvfrom(4096)
    if direction != socket.PACKET_OUTGOING:
        kernel = frame[6:12]
sequence = 0


def send(kind, payload, to):
    global sequence
    sequence += 1
    wire.send(message(kind, payload, to, mac, INSTANCE, sequence))


def say_hello():
    for first in range(0, len(members), A_PAGE):
        page = [entry(each, role=CELL, bssid=bssid) for each in members[first:first + A_PAGE]]
        send(HELLO, struct.pack('>HHHH', 1500, len(members), first, len(page)) + b''.join(page), BROADCAST)


say_hello()
for each in members:
    send(DATA, struct.pack('<HH', 0x0008, 0) + member + each + bssid + b'\0\0' + SNAP + b'here', kernel)
print('here', flush=True)
while True:
    time.sleep(0.2)
    say_hello()
