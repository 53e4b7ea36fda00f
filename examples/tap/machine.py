#!/usr/bin/env python3
"""Stands in for a virtual machine: opens a tap, answers ARP and pings, and pings whom it is told.

Usage: machine.py TAP ADDRESS [TARGET...]

Prints a line when it is plugged in, and for each target its answer, or "silence". Then it goes on to answer until its
standard input ends. It needs no more than the leave to open the tap, which the tap's owner has.
"""

import fcntl
import os
import select
import socket
import struct
import sys
import time

TUNSETIFF, TUNSETVNETHDRSZ = 0x400454CA, 0x400454D8
IFF_TAP, IFF_NO_PI, IFF_VNET_HDR = 0x0002, 0x1000, 0x4000
# As QEMU: before each frame a header about checksums, which says here that there is nothing to say.
HEADER = bytes(10)
MAC = bytes.fromhex("020000000080")
BROADCAST = b"\xff" * 6
ARP, IPV4 = 0x0806, 0x0800


def plug(name):
    tap = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP | IFF_NO_PI | IFF_VNET_HDR))
    fcntl.ioctl(tap, TUNSETVNETHDRSZ, struct.pack("i", len(HEADER)))
    return tap


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def arp(operation, own, mac, ip):
    return struct.pack("!HHBBH", 1, IPV4, 6, 4, operation) + MAC + own + mac + ip


def echo(kind, own, to, rest):
    icmp = struct.pack("!BBH", kind, 0, 0) + rest
    icmp = icmp[:2] + struct.pack("!H", checksum(icmp)) + icmp[4:]
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(icmp), 0, 0, 64, 1, 0, own, to)
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + icmp


class Machine:
    def __init__(self, name, address):
        self.tap = plug(name)
        self.own = socket.inet_aton(address)
        self.neighbours = {}
        self.answered = set()

    def send(self, mac, kind, payload):
        os.write(self.tap, HEADER + mac + MAC + struct.pack("!H", kind) + payload)

    def receive(self):
        frame = os.read(self.tap, 65536)[len(HEADER) :]
        mac, (kind,), payload = frame[6:12], struct.unpack("!H", frame[12:14]), frame[14:]
        if kind == ARP and payload[24:28] == self.own:
            self.neighbours[payload[14:18]] = mac
            if payload[7] == 1:
                self.send(mac, ARP, arp(2, self.own, mac, payload[14:18]))
        elif kind == IPV4 and payload[16:20] == self.own and payload[9] == 1:
            source, icmp = payload[12:16], payload[20 : struct.unpack("!H", payload[2:4])[0]]
            if icmp[0] == 8:
                self.send(mac, IPV4, echo(0, self.own, source, icmp[4:]))
            elif icmp[0] == 0:
                self.answered.add(source)

    def ping(self, target):
        """Three times, as the port of a bridge takes a moment to forward what comes by a cable that was just plugged in."""
        return any(self.ping_once(target) for _ in range(3))

    def ping_once(self, target):
        self.send(BROADCAST, ARP, arp(1, self.own, bytes(6), target))
        if not self.until(lambda: target in self.neighbours):
            return False
        self.send(self.neighbours[target], IPV4, echo(8, self.own, target, b"\0\1\0\1" + b"bridgework!!"))
        return self.until(lambda: target in self.answered)

    def until(self, done):
        """Answers others meanwhile, for a second at most."""
        end = time.monotonic() + 1
        while not done() and (left := end - time.monotonic()) > 0:
            if select.select([self.tap], [], [], left)[0]:
                self.receive()
        return done()


def main(name, address, *targets):
    machine = Machine(name, address)
    print(f"plugged into {name} as {address}", flush=True)
    for target in targets:
        answer = "answers" if machine.ping(socket.inet_aton(target)) else "silence"
        print(f"{target}: {answer}", flush=True)
    while True:
        ready, _, _ = select.select([machine.tap, sys.stdin], [], [])
        if machine.tap in ready:
            machine.receive()
        if sys.stdin in ready and not os.read(sys.stdin.fileno(), 1):
            return


main(*sys.argv[1:])
