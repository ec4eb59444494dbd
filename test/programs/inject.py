#!/usr/bin/env python3
"""Sends 802.11 frames into a monitor interface and tells of each whether it was acknowledged.

usage: inject.py DEVICE [--numbered]      frames come in hexadecimal, one a line; with their sequence numbers in them
"""
import select
import socket
import struct
import sys

SO_WIFI_STATUS = 41
# Of a frame without a number of its own the kernel's own stack makes one up: TX flags, do not.
RADIOTAP = struct.pack('<BBHIH', 0, 0, 10, 1 << 15, 0x10) if '--numbered' in sys.argv else struct.pack('<BBHI', 0, 0, 8, 0)

air = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
air.bind((sys.argv[1], 0))
air.setsockopt(socket.SOL_SOCKET, SO_WIFI_STATUS, 1)
status = select.poll()
status.register(air, 0)
for frame in sys.stdin:
    air.send(RADIOTAP + bytes.fromhex(frame))
    about = air.recvmsg(4096, 256, socket.MSG_ERRQUEUE)[1] if status.poll(2000) else []
    acked = [struct.unpack('i', data)[0] for _, kind, data in about if kind == SO_WIFI_STATUS]
    print('acked' if acked == [1] else 'not acked' if acked == [0] else 'no status', flush=True)
