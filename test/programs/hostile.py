"""What root of a container hears, by every kind of socket that it can open there.

usage: hostile.py DEVICE    prints "listens", and on a line of input what each socket was told: JSON, in hexadecimal
"""
import json
import mmap
import select
import socket
import struct
import sys

SOL_PACKET, SOL_NETLINK = 263, 270
PACKET_RX_RING, PACKET_VERSION, PACKET_FANOUT = 5, 10, 18
TPACKET_V2, TP_STATUS_USER = 1, 1
NETLINK_ADD_MEMBERSHIP, NETLINK_LISTEN_ALL_NSID = 1, 8
ETH_P_ALL = socket.htons(3)
SLOT, SLOTS, HELD = 2048, 64, 64
DEVICE = sys.argv[1]
sockets, told, refused = {}, {}, {}


def opened(name, *make):
    try:
        sockets[name] = make[0](*make[1:])
    except OSError as why:
        refused[name] = why.strerror


def packets(kind, *options):
    one = socket.socket(socket.AF_PACKET, kind, ETH_P_ALL)
    for option in options:
        one.setsockopt(SOL_PACKET, *option)
    return one


def netlink(protocol):
    one = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)
    one.bind((0, 0))
    for group in range(1, 80):
        try:
            one.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group)
        except OSError:
            pass
    try:
        one.setsockopt(SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, 1)
    except OSError:
        pass
    return one



def ring():
    one = packets(socket.SOCK_RAW, (PACKET_VERSION, TPACKET_V2))
    one.setsockopt(SOL_PACKET, PACKET_RX_RING, struct.pack('4I', SLOT * SLOTS, 1, SLOT, SLOTS))
    slots[one] = mmap.mmap(one.fileno(), SLOT * SLOTS)
    return one


slots = {}
opened('raw frames', packets, socket.SOCK_RAW)
opened('cooked frames', packets, socket.SOCK_DGRAM)
opened('ring', ring)
opened('fanout', packets, socket.SOCK_RAW, (PACKET_FANOUT, 77))
for protocol in ('ICMP', 'UDP', 'TCP'):
    opened(protocol, socket.socket, socket.AF_INET, socket.SOCK_RAW, getattr(socket, f'IPPROTO_{protocol}'))
opened('ICMPv6', socket.socket, socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
for protocol in range(23):
    opened(f'netlink {protocol}', netlink, protocol)

print('listens', flush=True)
while True:
    ready = select.select([sys.stdin, *(one for one in sockets.values() if one not in slots)], [], [])[0]
    for name, one in sockets.items():
        if one in ready:
            told.setdefault(name, []).append(one.recv(65536).hex())
            del told[name][HELD:]
    if sys.stdin in ready:
        break
for name, one in sockets.items():
    if one in slots:
        used = [slots[one][n * SLOT:(n + 1) * SLOT] for n in range(SLOTS)]
        told[name] = [slot.hex() for slot in used if struct.unpack('I', slot[:4])[0] & TP_STATUS_USER]
print(json.dumps({'opened': list(sockets), 'refused': refused, 'told': told}), flush=True)
