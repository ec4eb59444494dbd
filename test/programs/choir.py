#!/usr/bin/env python3
"""Sends frames of 1000 octets on many interfaces at once, as fast as each takes them.

usage: choir.py SECONDS RECEIVER INTERFACE...
"""
import socket
import struct
import sys
import time

seconds, receiver = float(sys.argv[1]), bytes.fromhex(sys.argv[2].replace(':', ''))
voices = []
for name in sys.argv[3:]:
    voice = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    voice.bind((name, 0))
    voice.setblocking(False)
    voice.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 10_000)
    voices.append((voice, receiver + voice.getsockname()[4] + struct.pack('>H', 0x88b6) + bytes(986)))
end, sent = time.monotonic() + seconds, 0
while time.monotonic() < end:
    for voice, frame in voices:
        try:
            voice.send(frame)
            sent += 1
        except (BlockingIOError, OSError):
            pass
    time.sleep(0.002)
print(f'sent {sent}')
