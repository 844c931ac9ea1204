"""delay.py MS NETNS NETNS: a cable with a true one-way delay.

Joins two network namespaces by a pair of tun devices called lab0, prints "up", and carries every packet to the other
end MS milliseconds later. Ends when its standard input ends.
"""

import ctypes
import fcntl
import heapq
import os
import select
import struct
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000

libc = ctypes.CDLL("libc.so.6", use_errno=True)


def tun(netns):
    here = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open("/run/netns/" + netns, os.O_RDONLY)
    if libc.setns(there, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH14x", b"lab0", IFF_TUN | IFF_NO_PI))
    libc.setns(here, CLONE_NEWNET)
    return device


delay = float(sys.argv[1]) / 1000
left, right = tun(sys.argv[2]), tun(sys.argv[3])
other = {left: right, right: left}
on_the_way = []
number = 0
print("up", flush=True)
while True:
    wait = max(0, on_the_way[0][0] - time.monotonic()) if on_the_way else None
    ready, _, _ = select.select([left, right, 0], [], [], wait)
    now = time.monotonic()
    for end in ready:
        if end == 0:
            if not os.read(0, 1024):
                sys.exit()
            continue
        try:
            while True:
                packet = os.read(end, 65536)
                number += 1
                heapq.heappush(on_the_way, (now + delay, number, other[end], packet))
        except OSError:
            pass
    while on_the_way and on_the_way[0][0] <= time.monotonic():
        _, _, end, packet = heapq.heappop(on_the_way)
        try:
            os.write(end, packet)
        except OSError:
            pass
