#!/usr/bin/env python3
"""Has a network device compute no checksums by itself, as `ethtool -K DEVICE tx off` does.

usage: no-checksums.py DEVICE
"""
import array
import fcntl
import socket
import struct
import sys

SIOCETHTOOL = 0x8946
ETHTOOL_STXCSUM = 0x17

value = array.array("B", struct.pack("II", ETHTOOL_STXCSUM, 0))
request = struct.pack("16sP", sys.argv[1].encode(), value.buffer_info()[0])
fcntl.ioctl(socket.socket(), SIOCETHTOOL, request)
