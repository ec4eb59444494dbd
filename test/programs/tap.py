"""A tap device whose other end is a card: what is sent to either comes out of the other.

usage: tap.py TAP CARD
"""
import fcntl
import os
import select
import socket
import struct
import sys

TYPE = 0x88B5
TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 0x2, 0x1000
SO_RCVBUFFORCE = 33
LONGEST = 65536
ROOM = 1 << 24  # Nobody repeats what has no room here, and a card's buffers are large.

name, card_name = sys.argv[1:3]
tap = os.open('/dev/net/tun', os.O_RDWR)
fcntl.ioctl(tap, TUNSETIFF, struct.pack('16sH', name.encode(), IFF_TAP | IFF_NO_PI))
card = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(TYPE))
card.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, ROOM)
card.bind((card_name, TYPE))
print('relays', flush=True)
while True:
    for ready in select.select([tap, card], [], [])[0]:
        try:
            if ready is tap:
                card.send(os.read(tap, LONGEST))
            else:
                os.write(tap, card.recv(LONGEST))
        except OSError:  # The device is down at the moment, or a frame too long for it.
            pass
