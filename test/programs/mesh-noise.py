#!/usr/bin/env python3
"""Sends frames of a mesh into a monitor interface that are nearly right: from a seed, the same each time.

usage: mesh-noise.py DEVICE SEED COUNT MESH-ID MEMBER...     members by their addresses
"""
import random
import socket
import struct
import sys

RADIOTAP = struct.pack('<BBHI', 0, 0, 8, 0)
BROADCAST = b'\xff' * 6
# IEEE Std 802.11-2020, 9.4.2.1
SSID, RATES, MESH_CONFIG, MESH_ID, PEERING, RANN, PREQ, PREP, PERR = 0, 1, 113, 114, 117, 126, 130, 131, 132
BEACON, PROBE_REQUEST, ACTION = 0x80, 0x40, 0xD0
MESH_ACTION, SELF_PROTECTED = 13, 15

device, seed, count, mesh_id, *members = sys.argv[1:]
chance = random.Random(int(seed))
members = [bytes.fromhex(member.replace(':', '')) for member in members]


def octets(most):
    return chance.randbytes(chance.randrange(most + 1))


def somebody():
    """A member, or one of a few who are none."""
    return chance.choice([*members, *(bytes([2, 0, 0, 99, 0, n]) for n in range(200))])


def element(number, data):
    return bytes([number, len(data)]) + data


def name():
    return element(MESH_ID, mesh_id.encode() if chance.random() < 0.9 else octets(40))


def config():
    """Path selection by HWMP, the airtime metric, no congestion control; neighbour offset; capable of all."""
    return element(MESH_CONFIG, bytes([1, 1, 0, 1, 0, chance.randrange(256), chance.randrange(256)]))


def management(subtype, body, to=None):
    source = somebody()
    receiver = to or chance.choice([BROADCAST, *members])
    return struct.pack('<BBH', subtype, 0, 0) + receiver + source + source + b'\0\0' + body


def beacon():
    fixed = bytes(8) + struct.pack('<HH', 100, 0)
    return management(BEACON, fixed + element(SSID, b'') + element(RATES, b'\x82\x84') + name() + config(), BROADCAST)


def probe():
    return management(PROBE_REQUEST, element(SSID, b'') + name(), BROADCAST)


def peering():
    action = chance.randrange(5)
    fixed = octets(0) if action == 3 else bytes(4 if action == 2 else 2)
    links = struct.pack('<HHHH', 0, chance.randrange(4), chance.randrange(4), 55)
    body = element(RATES, b'\x82\x84') + name() + config() + element(PEERING, links[: chance.choice([4, 6, 8, 1])])
    return management(ACTION, bytes([SELF_PROTECTED, action]) + fixed + body, chance.choice(members))


def number():
    return struct.pack('<I', chance.choice([0, 1, 2, 0x7FFFFFFF, 0xFFFFFFFF, chance.randrange(2**32)]))


def flags():
    return bytes([chance.choice([0, 0, 1, 2, 4, 0x40, chance.randrange(256)])])


def hops_and_ttl():
    return bytes([chance.randrange(256), chance.choice([0, 1, 2, 31, 255])])


def request():
    targets = b''.join(flags() + somebody() + number() for _ in range(chance.randrange(22)))
    n = len(targets) // 11 if chance.random() < 0.8 else chance.randrange(256)
    return flags() + hops_and_ttl() + number() + somebody() + number() + number() + number() + bytes([n]) + targets


def reply():
    return flags() + hops_and_ttl() + somebody() + number() + number() + number() + somebody() + number()


def error():
    targets = b''.join(flags() + somebody() + number() + b'\x3e\0' for _ in range(chance.randrange(19)))
    n = len(targets) // 13 if chance.random() < 0.8 else chance.randrange(256)
    return bytes([chance.choice([0, 1, 31]), n]) + targets


def announcement():
    return flags() + hops_and_ttl() + somebody() + number() + number() + number()


def path_selection():
    kinds = [(PREQ, request), (PREP, reply), (PERR, error), (RANN, announcement)]
    elements = b''.join(
        element(kind, make()[:255]) for kind, make in chance.choices(kinds, k=chance.randrange(1, 4))
    )
    return management(ACTION, bytes([MESH_ACTION, chance.choice([1, 1, 1, chance.randrange(256)])]) + elements)


def data():
    """Of any number of addresses before and behind the Mesh Control field (9.2.4.7.3), right or not."""
    group = chance.random() < 0.5
    receiver = BROADCAST if group else chance.choice(members)
    ways = chance.choice([2, 2, 3]) if group else 3
    header = struct.pack('<BBH', 0x88, ways, 0) + receiver + chance.choice(members) + somebody() + b'\0\0'
    header += (somebody() if ways == 3 else b'') + struct.pack('<H', chance.choice([0x100, 0x100, 0, 0x180]))
    extension = chance.choice([0, 0, 1, 2, 3, chance.randrange(256)])
    control = bytes([extension, chance.choice([0, 1, 2, 31, 255])]) + number()
    control += b''.join(somebody() for _ in range(chance.choice([0, 0, 1, 2])))
    return header + control + b'\xaa\xaa\x03\0\0\0\x08\0' + octets(80)


def spoiled(frame):
    """As it is, cut off, or with octets changed."""
    fate = chance.random()
    if fate < 0.5:
        return frame
    if fate < 0.75:
        return frame[: chance.randrange(10, len(frame) + 1)]
    changed = bytearray(frame)
    for _ in range(chance.randrange(1, 5)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


air = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
air.bind((device, 0))
kinds = [beacon, probe, peering, peering, path_selection, path_selection, data, data]
refused = 0
for _ in range(int(count)):
    try:
        air.send(RADIOTAP + spoiled(chance.choice(kinds)()))
    except OSError:
        # What is no frame at all the driver takes from nobody.
        refused += 1
print('sent', int(count) - refused, 'refused', refused, flush=True)
