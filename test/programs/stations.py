#!/usr/bin/env python3
"""A kernel on the wire of vwifi with two stations, which join an open network and send.

usage: stations.py DEVICE

Commands, a line each, and what is printed in answer:
  join BSSID             both stations authenticate and associate    joined ADDRESS, for each
  send BSSID FROM TO N   station number FROM sends TO N data frames  sent N
  capture DEVICE         what comes in there is kept, unread         captures
  compare                whether it is what was sent, to the octet   same N or altered N
What the stations receive is printed as it comes: data NUMBER SOURCE TYPE LENGTH PAYLOAD
"""
import select
import socket
import struct
import sys
import time

from wire import (ACK, BROADCAST, DATA, HEADER, HELLO, MGMT, TYPE, WANTS_ACK, entry, hello, management, message)

STATIONS = [bytes.fromhex('760000000011'), bytes.fromhex('760000000012')]
AUTHENTICATION, ASSOCIATION, ASSOCIATED = 11, 0, 1
FREQUENCY = 2437
HELLO_S = 0.2
INSTANCE = 0x7F000001
SNAP = b'\xaa\xaa\3\0\0\0'
LOCAL_TYPE = b'\x88\xb6'
SO_RCVBUFFORCE = 33
SSID = b'\0\4test'
RATES = bytes.fromhex('010482848b96')

wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(TYPE))
# Senders wait for nobody here, and the processor may be an emulated one.
wire.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
wire.bind((sys.argv[1], TYPE))
mac = wire.getsockname()[4]
sequence = 0
joining = {}
sent = set()
capture = None
other = BROADCAST  # the kernel of the access point


def say(line):
    print(line, flush=True)


def send(kind, payload, to=None, flags=0):
    global sequence
    sequence += 1
    frame = message(kind, payload, to or other, mac, INSTANCE, sequence, flags=flags, freq=FREQUENCY)
    sent.add(frame)
    wire.send(frame)


def address(text):
    return bytes.fromhex(text.replace(':', ''))


def name(octets):
    return ':'.join(f'{octet:02x}' for octet in octets)


def authenticate(station, bssid):
    joining[station] = bssid
    send(MGMT, management(AUTHENTICATION, bssid, station, bssid, struct.pack('<HHH', 0, 1, 0)))


def managed(frame):
    subtype, station, bssid = frame[0] >> 4, frame[4:10], frame[10:16]
    if joining.get(station) != bssid:
        return
    if subtype == AUTHENTICATION:
        send(MGMT, management(ASSOCIATION, bssid, station, bssid, struct.pack('<HH', 1, 10) + SSID + RATES))
    elif subtype == ASSOCIATED and frame[26:28] == b'\0\0':
        del joining[station]
        say(f'joined {name(station)}')


def received(frame):
    to, source, body = frame[4:10], frame[16:22], frame[24:]
    if to in STATIONS and body.startswith(SNAP):
        data = body[8:]
        say(f'data {STATIONS.index(to)} {name(source)} {body[6:8].hex()} {len(data)} {data[:16].hex()}')


def heard(frame):
    global other
    source, rest = frame[6:12], frame[14:]
    if source == mac or len(rest) < HEADER.size:
        return
    _, kind, length, instance, number, _, fragments, flags, _, _, _, _ = HEADER.unpack_from(rest)
    payload = rest[HEADER.size:HEADER.size + length]
    other = source
    if flags & WANTS_ACK:
        send(ACK, struct.pack('>IIBb', instance, number, 1, -50), source)
    if fragments == 1 and kind == MGMT:
        managed(payload)
    elif fragments == 1 and kind == DATA:
        received(payload)


def command(words):
    global capture
    if words[0] == 'join':
        for station in STATIONS:
            authenticate(station, address(words[1]))
    elif words[0] == 'send':
        bssid, station, to, count = address(words[1]), STATIONS[int(words[2])], address(words[3]), int(words[4])
        for number in range(count):
            data = b'from %d, %d' % (int(words[2]), number)
            send(DATA, struct.pack('<HH', 0x0108, 0) + bssid + station + to + b'\0\0' + SNAP + LOCAL_TYPE + data)
        say(f'sent {count}')
    elif words[0] == 'capture':
        capture = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        capture.bind((words[1], 3))
        sent.clear()
        say('captures')
    elif words[0] == 'compare':
        capture.setblocking(False)
        same = altered = 0
        while True:
            try:
                frame, (_, _, direction, _, _) = capture.recvfrom(4096)
            except BlockingIOError:
                break
            if frame[6:12] == mac and direction != socket.PACKET_OUTGOING and frame[15] == DATA:
                same += frame in sent
                altered += frame not in sent
        say(f'altered {altered}' if altered else f'same {same}')
    else:
        sys.exit(f'no such command: {words[0]}')


said = 0.0
while True:
    if time.monotonic() - said >= HELLO_S:
        send(HELLO, hello(*(entry(station, role=0, freq=FREQUENCY, beacon=0) for station in STATIONS)), BROADCAST)
        said = time.monotonic()
    ready, _, _ = select.select([wire, sys.stdin], [], [], max(0.0, said + HELLO_S - time.monotonic()))
    if wire in ready:
        heard(wire.recv(12000))
    if sys.stdin in ready:
        line = sys.stdin.readline()
        if not line:
            break
        command(line.split())
