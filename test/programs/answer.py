#!/usr/bin/env python3
"""An access point's answers to authentication, as somebody else wants them: sent by a monitor interface.

usage: answer.py DEVICE ADDRESS      for each line of frames, in hexadecimal, waits for one authentication frame to ADDRESS
                                     and sends them, at once: no time passes in which it could be given up
"""
import socket
import struct
import sys

RADIOTAP = struct.pack('<BBHI', 0, 0, 8, 0)
AUTHENTICATION = 0xb0
ETH_P_ALL = 3

air = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
air.bind((sys.argv[1], 0))
point = bytes.fromhex(sys.argv[2].replace(':', ''))


def asks(packet):
    frame = packet[struct.unpack_from('<H', packet, 2)[0]:]
    return frame[:1] == bytes([AUTHENTICATION]) and frame[4:10] == point


def forget():
    """What was asked before nobody waits for any more."""
    air.setblocking(False)
    try:
        while air.recv(4096):
            pass
    except BlockingIOError:
        air.setblocking(True)


for line in sys.stdin:
    forget()
    print('listening', flush=True)
    while not asks(air.recv(4096)):
        pass
    for answer in line.split():
        air.send(RADIOTAP + bytes.fromhex(answer))
    print('answered', flush=True)
