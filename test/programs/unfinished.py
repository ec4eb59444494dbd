#!/usr/bin/env python3
"""As many kernels as a kernel knows, each of which begins messages and ends none; then one that ends its own.

usage: unfinished.py TAP LENGTH      makes the device; pieces of so many octets, and of a tenth of that

A tap: frames come out of it as out of a card, and no socket of the sender's is charged with them. Prints "ready" and waits
for a line; prints "begun" after each of the two floods, and waits for a line each time. At the end the first kernel says three times, in
pieces in another order, which interfaces it has: 76:00:01:TURN:00:00 to :13. Prints "told TURN", and waits for a line.
"""
import fcntl
import os
import struct
import sys

from wire import BROADCAST, HELLO, MGMT, entry, hello, message

KERNELS, MESSAGES, PIECES = 256, 4, 16
ORDERS = [(0, 1, 2), (2, 0, 1), (1, 2, 0)]

device, length = sys.argv[1], int(sys.argv[2])
TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 2, 0x1000
MAC = bytes.fromhex('020000000077')
tap = os.open('/dev/net/tun', os.O_RDWR)
fcntl.ioctl(tap, TUNSETIFF, struct.pack('16sH22x', device.encode(), IFF_TAP | IFF_NO_PI))
sequence = 0
print('ready', flush=True)
sys.stdin.readline()


def send(instance, kind, payload, **other):
    os.write(tap, message(kind, payload, BROADCAST, MAC, instance, sequence, **other))


for size in (length, length // 10):
    for instance in range(1, KERNELS + 1):
        sequence += 1
        send(instance, HELLO, hello())
    for _ in range(MESSAGES):
        sequence += 1
        for number in range(PIECES - 1):
            for instance in range(1, KERNELS + 1):
                send(instance, MGMT, b'\0' * size, fragment=number, fragments=PIECES)
    print('begun', flush=True)
    sys.stdin.readline()

for turn, order in enumerate(ORDERS):
    sequence += 1
    entries = [entry(bytes([0x76, 0, 1, turn, 0, each]), role=0) for each in range(20)]
    # All the interfaces that its kernel has: an empty list is what it had before.
    payload = hello(*entries)
    size = -(-len(payload) // len(order))
    for number in order:
        send(1, HELLO, payload[number * size:(number + 1) * size], fragment=number, fragments=len(order))
    print(f'told {turn}', flush=True)
    sys.stdin.readline()
