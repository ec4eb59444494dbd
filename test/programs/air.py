"""The air as a program in user space has it: 802.11 frames through a monitor interface."""
import select
import socket
import struct
import time

RADIOTAP = struct.pack('<BBHI', 0, 0, 8, 0)
BROADCAST = b'\xff' * 6
TU = 1024e-6
ASSOC_REQ, ASSOC_RESP, REASSOC_REQ, PROBE_REQ, PROBE_RESP, BEACON, AUTH = 0x00, 0x10, 0x20, 0x40, 0x50, 0x80, 0xb0
DATA_TO_AP, DATA_FROM_AP, PROTECTED, RETRY = 0x0108, 0x0208, 0x4000, 0x0800


def octets(address):
    return bytes.fromhex(address.replace(':', ''))


def element(number, body):
    return bytes([number, len(body)]) + body


class Air:
    def __init__(self, device):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.socket.bind((device, 0))
        self.sequence = 0

    def send(self, control, ra, ta, third, body=b''):
        self.sequence = (self.sequence + 1) & 0xfff
        header = struct.pack('<HH6s6s6sH', control, 0, ra, ta, third, self.sequence << 4)
        self.socket.send(RADIOTAP + header + body)

    def hear(self, until):
        """The next frame with three addresses: control, receiver, transmitter, third address, body; None at the end."""
        while True:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                return None
            packet = self.socket.recv(4096)
            frame = packet[struct.unpack_from('<H', packet, 2)[0]:]
            if len(frame) >= 24:
                control, _, ra, ta, third, _ = struct.unpack_from('<HH6s6s6sH', frame)
                return control, ra, ta, third, frame[24:]
