#!/usr/bin/env python3
"""Sends 802.11 frames into a monitor interface and tells of each whether it was acknowledged.

usage: inject.py DEVICE      frames come in hexadecimal, one a line
"""
import socket
import struct
import sys

SO_WIFI_STATUS = 41
RADIOTAP = struct.pack('<BBHI', 0, 0, 8, 0)

air = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
air.bind((sys.argv[1], 0))
air.setsockopt(socket.SOL_SOCKET, SO_WIFI_STATUS, 1)
for frame in sys.stdin:
    air.send(RADIOTAP + bytes.fromhex(frame))
    _, about, _, _ = air.recvmsg(4096, 256, socket.MSG_ERRQUEUE)
    acked = [struct.unpack('i', data)[0] for _, kind, data in about if kind == SO_WIFI_STATUS]
    print('acked' if acked == [1] else 'not acked' if acked == [0] else 'no status', flush=True)
