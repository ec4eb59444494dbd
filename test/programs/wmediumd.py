"""A medium that says to MAC80211_HWSIM what wmediumd says, octet by octet, without being it.

wmediumd.py SNR FRAMES ADDRESS...: SNR is 'I-J:DB,...' for links other than 30 dB, both ways; FRAMES is 'old' for
wmediumd 0.1, which names no channel, else 'new'. Stations are known by their addresses as in its ifaces.ids.

As wmediumd does: registers with a message that asks for an acknowledgement; knows a radio by the transmitter of the last
frame that had its station's address (until then by that address itself, which no radio has); lets every other station
that hears it receive a group frame, one message each; receives at -50 dBm and rate 1, whatever the link; tells what
became of a frame after it was received; says that group and unicast management frames were acknowledged whenever they
were sent; and says nothing of a frame of an address that it does not know. Its tables of errors are left out: of the
tries of a sender's data frames at less than 20 dB every fifth fails, at less than 5 dB all.

Says 'registered', a line for each error of the kernel ('nl: cmd 2: Invalid argument', as wmediumd does), and for each
line that it reads what it has sent so far, as JSON.
"""
import json
import os
import select
import socket
import struct
import sys

GENERIC, CONTROL, GET_FAMILY, FAMILY_ID, FAMILY_NAME = 16, 16, 3, 1, 2
REGISTER, FRAME, TX_INFO_FRAME = 1, 2, 3
RECEIVER, TRANSMITTER, OCTETS, FLAGS, RX_RATE, SIGNAL, TX_INFO, COOKIE, FREQ = 1, 2, 3, 4, 5, 6, 7, 8, 19
REQUEST_AND_ACK, ERROR, STAT_ACK = 5, 2, 4
NOISE, CCA, USUAL_SNR = -91, -90, 30
RATES = 4
SO_RCVBUFFORCE = 33


class Netlink:
    def __init__(self):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, GENERIC)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 20)
        self.socket.bind((0, 0))
        self.sequence = 0

    def send(self, kind, command, *attributes):
        body = struct.pack('<BBH', command, 1, 0)
        for number, value in attributes:
            body += struct.pack('<HH', len(value) + 4, number) + value + bytes(-len(value) % 4)
        self.sequence += 1
        self.socket.send(struct.pack('<IHHII', len(body) + 16, kind, REQUEST_AND_ACK, self.sequence, 0) + body)

    def messages(self):
        """What one datagram holds: type and body of each."""
        data = self.socket.recv(65536)
        while len(data) >= 16:
            length, kind = struct.unpack_from('<IH', data)
            yield kind, data[16:length]
            data = data[(length + 3) & ~3:]

    def family(self, name):
        self.send(CONTROL, GET_FAMILY, (FAMILY_NAME, name.encode() + b'\0'))
        number = None
        while True:
            for kind, body in self.messages():
                if kind == CONTROL:
                    number, = struct.unpack('<H', attributes_of(body)[FAMILY_ID])
                elif number is None:
                    sys.exit(f'Family {name} not registered')
                else:
                    return number


def attributes_of(body):
    found, rest = {}, body[4:]
    while len(rest) >= 4:
        length, number = struct.unpack_from('<HH', rest)
        found[number & 0x3fff] = rest[4:length]
        rest = rest[(length + 3) & ~3:]
    return found


class Station:
    def __init__(self, address):
        self.address = self.radio = bytes.fromhex(address.replace(':', ''))
        self.tries = 0

    def may_try(self):
        self.tries += 1
        return self.tries % 5


class Medium:
    def __init__(self, links, names_channel, addresses):
        self.stations = [Station(each) for each in addresses]
        self.snr = {}
        for link in filter(None, links.split(',')):
            ends, decibels = link.split(':')
            one, other = map(int, ends.split('-'))
            self.snr[one, other] = self.snr[other, one] = int(decibels)
        self.names_channel = names_channel
        self.sent = {'frames': 0, 'unknown': 0, 'acked': 0, 'failed': 0, 'tries': 0, 'received': 0, 'errors': 0,
                     'from': [0] * len(addresses)}
        self.netlink = Netlink()
        self.family = self.netlink.family('MAC80211_HWSIM')
        self.netlink.send(self.family, REGISTER)
        self.registering = self.netlink.sequence

    def snr_of(self, one, other):
        return self.snr.get((self.stations.index(one), self.stations.index(other)), USUAL_SNR)

    def receive(self, station, octets, freq):
        channel = [(FREQ, freq)] if self.names_channel else []
        self.sent['received'] += 1
        self.netlink.send(self.family, FRAME, (RECEIVER, station.radio), (OCTETS, octets),
                          (RX_RATE, struct.pack('<I', 1)), *channel, (SIGNAL, struct.pack('<i', -50)))

    def carry(self, told):
        octets, freq = told[OCTETS], told.get(FREQ, struct.pack('<I', 2412))
        to, ta = octets[4:10], octets[10:16]
        sender = next((each for each in self.stations if each.address == ta), None)
        self.sent['frames'] += 1
        if sender is None:
            self.sent['unknown'] += 1
            return
        sender.radio = told[TRANSMITTER]
        self.sent['from'][self.stations.index(sender)] += 1
        group, management = to[0] & 1, not octets[0] & 0x0c
        others = [each for each in self.stations if each is not sender]
        receiver = next((each for each in others if each.address == to), None)
        snr = self.snr_of(sender, receiver) if receiver else USUAL_SNR
        index, most = struct.unpack_from('<bB', told[TX_INFO])
        tries, acked = 0, False
        while tries < most and not acked:
            tries += 1
            acked = group or management or snr >= 20 or snr >= 5 and sender.may_try()
        flags, = struct.unpack('<I', told[FLAGS])
        rates = struct.pack('<bB', index, tries)
        if acked:
            flags |= STAT_ACK
            # What was not needed.
            rates += b'\xff\xff' * (RATES - 1)
            for each in others:
                if group and self.snr_of(sender, each) + NOISE >= CCA or each is receiver:
                    self.receive(each, octets, freq)
        else:
            rates = told[TX_INFO]
        self.sent['tries'] += tries
        self.sent['acked' if acked else 'failed'] += 1
        self.netlink.send(self.family, TX_INFO_FRAME, (TRANSMITTER, sender.radio), (FLAGS, struct.pack('<I', flags)),
                          (SIGNAL, struct.pack('<i', snr + NOISE)), (TX_INFO, rates), (COOKIE, told[COOKIE]))

    def heard(self):
        for kind, body in self.netlink.messages():
            if kind == ERROR:
                error, _, _, _, sequence = struct.unpack_from('<iIHHI', body)
                if error:
                    self.sent['errors'] += 1
                    print(f'nl: cmd {body[20]}: {os.strerror(-error)}', flush=True)
                elif sequence == self.registering:
                    print('registered', flush=True)
            elif kind == self.family and body[0] == FRAME:
                self.carry(attributes_of(body))


def main():
    medium = Medium(sys.argv[1], sys.argv[2] == 'new', sys.argv[3:])
    while True:
        ready, _, _ = select.select([medium.netlink.socket, sys.stdin], [], [])
        if medium.netlink.socket in ready:
            medium.heard()
        if sys.stdin in ready:
            if not sys.stdin.readline():
                return
            print(json.dumps(medium.sent), flush=True)


main()
