"""The messages of the wire between kernels, as docs/wire.md has them."""
import struct

TYPE = 0x88B5
HELLO, TUNED, BYE, MGMT, DATA, NULL, ACK, PROBE = range(1, 9)
BROADCAST = b'\xff' * 6
WANTS_ACK = 1
HEADER = struct.Struct('>BBHIIBBBbHHI')


def message(kind, payload, to, source, instance, sequence, flags=0, freq=2437, **other):
    """A frame from its Ethernet header on; what is named in other is not what a kernel would say there."""
    header = HEADER.pack(other.get('version', 1), kind, other.get('length', len(payload)), instance, sequence,
                         other.get('fragment', 0), other.get('fragments', 1), flags, 0, freq, 60, 0)
    return to + source + struct.pack('>H', TYPE) + header + payload


def entry(addr, role=1, freq=2437, beacon=100, bssid=None):
    return addr + struct.pack('>BbHHHH', role, 0, freq, 0, 0, beacon) + (bssid or addr) + b'\0\0'


def hello(*entries, mtu=1500):
    return struct.pack('>HHHH', mtu, len(entries), 0, len(entries)) + b''.join(entries)


def management(subtype, addr1, addr2, addr3, body=b''):
    return struct.pack('<HH', subtype << 4, 0) + addr1 + addr2 + addr3 + struct.pack('<H', 0) + body
