#!/usr/bin/env python3
"""Reads datagrams to a port as a packet socket sees them, and says whether their checksums are whole: connman's way.

usage: reads-udp.py DEVICE PORT      says "listening", then "whole" or "unfinished" for each
"""
import socket
import struct
import sys

IPV4 = 0x0800
device, port = sys.argv[1], int(sys.argv[2])
reader = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(IPV4))
reader.bind((device, IPV4))
print('listening', flush=True)


def folded(octets):
    octets += bytes(len(octets) % 2)
    total = sum(struct.unpack(f'!{len(octets) // 2}H', octets))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return total


while True:
    packet = reader.recv(65536)
    head = (packet[0] & 15) * 4
    length = struct.unpack_from('!H', packet, 2)[0]
    datagram = packet[head:length]
    if packet[9] != socket.IPPROTO_UDP or struct.unpack_from('!H', datagram, 2)[0] != port:
        continue
    pseudo = packet[12:20] + struct.pack('!BBH', 0, socket.IPPROTO_UDP, len(datagram))
    print('whole' if folded(pseudo + datagram) == 0xffff else 'unfinished', flush=True)
