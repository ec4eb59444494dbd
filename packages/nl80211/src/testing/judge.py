"""What libnl makes of attributes: lines of hex in, for each a line of 'type:length' with those inside in brackets, or 'bad'."""
import ctypes
import sys

nl = ctypes.CDLL("libnl-3.so.200")
nl.nla_ok.restype = ctypes.c_int
nl.nla_next.restype = ctypes.c_void_p
nl.nla_next.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_int)]
nl.nla_ok.argtypes = [ctypes.c_void_p, ctypes.c_int]
nl.nla_type.argtypes = nl.nla_len.argtypes = nl.nla_data.argtypes = [ctypes.c_void_p]
nl.nla_data.restype = ctypes.c_void_p
nl.nla_validate.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p]
NESTED = 0x8000
MOST = 0x3FFF
# Says nothing of any attribute: what is judged is how they are put together.
POLICY = ctypes.create_string_buffer(6 * (MOST + 1))


def walk(at, length):
    if nl.nla_validate(at, length, MOST, POLICY) != 0:
        raise ValueError
    left, found = ctypes.c_int(length), []
    while nl.nla_ok(at, left.value):
        raw = ctypes.c_uint16.from_address(at + 2).value
        inside = walk(nl.nla_data(at), nl.nla_len(at)) if raw & NESTED else ""
        found.append(f"{nl.nla_type(at)}:{nl.nla_len(at)}{inside}")
        at = nl.nla_next(at, ctypes.byref(left))
    if left.value > 0:
        raise ValueError
    return f"[{' '.join(found)}]"


for line in sys.stdin:
    data = bytes.fromhex(line.strip())
    buffer = ctypes.create_string_buffer(data, len(data) or 1)
    try:
        print(walk(ctypes.addressof(buffer), len(data)))
    except ValueError:
        print("bad")
