#!/usr/bin/env python3
"""Makes an interface on each of several radios, again as soon as it is gone, until there is no such radio any more.

usage: add-interfaces.py PREFIX WIPHY...      wiphys by number; interfaces are called PREFIX and that number
"""
import errno
import socket
import struct
import sys
import time

NETLINK_GENERIC = 16
REQUEST_ACK = 5
CTRL, GETFAMILY, FAMILY_ID, FAMILY_NAME = 16, 3, 1, 2
NEW_INTERFACE, WIPHY, IFNAME, IFTYPE, STATION = 7, 1, 4, 5, 2


def attribute(kind, data):
    return struct.pack('<HH', 4 + len(data), kind) + data + bytes(-len(data) % 4)


def message(family, command, *attributes):
    body = struct.pack('<BBH', command, 1, 0) + b''.join(attributes)
    return struct.pack('<IHHII', 16 + len(body), family, REQUEST_ACK, 1, 0) + body


kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
kernel.bind((0, 0))
kernel.send(message(CTRL, GETFAMILY, attribute(FAMILY_NAME, b'nl80211\0')))
reply = kernel.recv(65536)
kernel.recv(65536)  # its acknowledgement
at = 20
while struct.unpack_from('<HH', reply, at)[1] != FAMILY_ID:
    at += -(-struct.unpack_from('<H', reply, at)[0] // 4) * 4
family = struct.unpack_from('<H', reply, at + 4)[0]

wiphys = sys.argv[2:]
station = attribute(IFTYPE, struct.pack('<I', STATION))
requests = b''.join(message(family, NEW_INTERFACE, attribute(WIPHY, struct.pack('<I', int(wiphy))),
                            attribute(IFNAME, f'{sys.argv[1]}{wiphy}'.encode() + b'\0'), station)
                    for wiphy in wiphys)
told = False
while True:
    # The kernel goes through all of them without coming back to us.
    kernel.send(requests)
    errors, acknowledged = set(), 0
    while acknowledged < len(wiphys):
        data, at = kernel.recv(262144), 0
        while at < len(data):
            length, kind = struct.unpack_from('<IH', data, at)
            if kind == 2:
                errors.add(-struct.unpack_from('<i', data, at + 16)[0])
                acknowledged += 1
            at += -(-length // 4) * 4
    if 0 in errors and not told:
        told = True
        print('added', flush=True)
    if errors == {errno.ENODEV}:
        print('no more', flush=True)
        break
    # The clock of a guest with virtual time stands while somebody works, and the removal waits for it.
    time.sleep(0.001)
