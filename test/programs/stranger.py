#!/usr/bin/env python3
"""A stranger on the wire of vwifi: says hello as a kernel of its own, then sends what no kernel would.

usage: stranger.py DEVICE COUNT SEED MODE...

Modes, in the order given:
  hello    announces an access point, 76:00:00:00:00:01 on 2437 MHz, and sends its beacon
  stay     says so five times a second, until it is told to end
  stranger frames of another version
  random   COUNT frames of our Ethernet type with random octets
  mutated  COUNT frames: what was heard on the wire, and what this program sends, with octets changed, cut or added
  replay   every frame that was heard, three times, as it was
  forged   COUNT data and management frames in the name of whoever was heard
  bye      leaves
"""
import random
import socket
import struct
import sys
import time

from wire import ACK, BROADCAST, BYE, DATA, HELLO, MGMT, NULL, TUNED, TYPE, entry, hello, management
from wire import message as message_of

OURS = bytes.fromhex('760000000001')

device, count, seed, modes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
chance = random.Random(seed)
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(TYPE))
wire.bind((device, TYPE))
wire.settimeout(2)
mac = wire.getsockname()[4]
instance, sequence = chance.getrandbits(32) | 1, 0


def message(kind, payload, to=BROADCAST, source=None, **other):
    global sequence
    sequence += 1
    own = {'instance': instance, 'sequence': sequence, **other}
    return message_of(kind, payload, to, source or mac, **own)


def beacon():
    elements = b'\0\x08stranger' + bytes.fromhex('010482840b16') + b'\x03\x01\x06'
    return management(8, BROADCAST, OURS, OURS, struct.pack('<QHH', 0, 100, 1) + elements)


def heard(seconds):
    """Frames of other kernels, for so long at most."""
    frames, end = [], time.monotonic() + seconds
    while time.monotonic() < end and len(frames) < 400:
        try:
            frame, (_, _, kind, _, _) = wire.recvfrom(5000)
        except (socket.timeout, TimeoutError):
            break
        if kind != socket.PACKET_OUTGOING:
            frames.append(frame)
    return frames


def send(frame):
    try:
        wire.send(frame[:1514])
    except OSError as error:
        if error.errno not in (105, 90):  # no room, too long
            raise


def mutate(frame):
    frame = bytearray(frame)
    for _ in range(chance.randint(1, 4)):
        what = chance.randrange(4)
        if what == 0 and len(frame) > 15:
            frame[chance.randrange(14, len(frame))] = chance.getrandbits(8)
        elif what == 1:
            del frame[chance.randrange(14, len(frame) + 1):]
        elif what == 2:
            frame += chance.randbytes(chance.randint(1, 200))
        elif len(frame) > 38:
            frame[14 + chance.randrange(24)] ^= 1 << chance.randrange(8)
    return bytes(frame)


# Instances and senders that are known, so that what is mutated gets past the first gate.
def seeds(frames):
    own = [message(HELLO, hello(entry(OURS))), message(TUNED, entry(OURS)), message(MGMT, beacon()),
           message(NULL, OURS + OURS, flags=1), message(ACK, struct.pack('>IIBb', 1, 1, 1, 0)),
           message(MGMT, management(11, frames[0][6:12] if frames else BROADCAST, OURS, OURS, b'\0\0\1\0\0\0')),
           message(DATA, struct.pack('<HH', 0x0208, 0) + BROADCAST + OURS + OURS + b'\0\0' + b'\xaa\xaa\3\0\0\0\x08\0' + b'x' * 60)]
    return own + frames


frames = heard(0.0 if modes == ['stay'] else 0.5)
for mode in modes:
    if mode == 'hello':
        send(message(HELLO, hello(entry(OURS))))
        send(message(MGMT, beacon()))
    elif mode == 'stay':
        print('stays', flush=True)
        while True:
            send(message(HELLO, hello(entry(OURS))))
            time.sleep(0.2)
    elif mode == 'stranger':
        for version in (0, 2, 2, 255):
            send(message(HELLO, hello(), version=version))
    elif mode == 'random':
        for _ in range(count):
            send(BROADCAST + mac + struct.pack('>H', TYPE) + chance.randbytes(chance.randint(0, 300)))
    elif mode == 'mutated':
        for number in range(count):
            if number % 50 == 0:
                send(message(HELLO, hello(entry(OURS))))
            frame = bytearray(mutate(chance.choice(seeds(frames))))
            if len(frame) > 26 and chance.random() < 0.9:  # a number that is new
                sequence += 1
                frame[14] = 1
                frame[18:26] = struct.pack('>II', instance, sequence)
            send(bytes(frame))
    elif mode == 'replay':
        for _ in range(3):
            for frame in frames:
                send(frame)
    elif mode == 'forged':
        addresses = sorted({frame[6:12] for frame in frames} | {frame[a:a + 6] for frame in frames if len(frame) > 62
                            and frame[15] in (MGMT, DATA) for a in (42, 48, 54)}) or [OURS]
        for _ in range(count):
            one, two, three = (chance.choice(addresses) for _ in range(3))
            control = chance.choice([0x0108, 0x0208, 0x4108, 0x4208, 0x0008, 0x00C0, 0x00A0, 0x00D0, 0x0080, 0x0050])
            body = chance.randbytes(chance.randint(0, 120))
            send(message(DATA if control & 8 else MGMT,
                         struct.pack('<HH', control, 0) + one + two + three + b'\0\0' + body,
                         to=chance.choice([BROADCAST, one]), flags=chance.getrandbits(2)))
    elif mode == 'bye':
        send(message(BYE, b''))
    else:
        sys.exit(f'no such mode: {mode}')
print(f'heard {len(frames)}')
