"""Fills the kernel's free memory with one byte, so that what is given out without being written shows it."""
import os
import socket
import sys

BYTE = bytes([int(sys.argv[1], 16)])
EACH = 200

# Small pieces: extended attributes of a file in memory. Large ones: datagrams that nobody reads.
fd = os.memfd_create('stale')
path = f'/proc/self/fd/{fd}'
names = []
for size in (8, 24, 56, 88, 120, 184, 248, 400):
    for number in range(EACH):
        name = f'trusted.{size}.{number}'
        os.setxattr(path, name, BYTE * size)
        names.append(name)
pairs = []
for size in (100, 600, 1600, 3600):
    for _ in range(EACH // 8):
        pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        for _ in range(8):
            pair[0].send(BYTE * size, socket.MSG_DONTWAIT)
        pairs.append(pair)
for name in names:
    os.removexattr(path, name)
for pair in pairs:
    for end in pair:
        end.close()
