"""The laboratory and its nodes."""

from __future__ import annotations

import itertools
import json
import os
import secrets
import shlex
import socket
import subprocess
import time
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

from ._methods import METHODS, PROTOCOL

#: How the testbed is started where nothing else is said: `VWIFI_TESTBED` in the environment.
COMMAND = "npx testbed"
#: The longest that making a laboratory may take, in seconds.
UP_SECONDS = 180
#: Between two looks at what is waited for, in seconds.
LOOK_AGAIN = 0.05


class Refused(Exception):
    """What the testbed refuses: one line, a stable code, and what to do."""

    def __init__(self, message: str, code: str | None = None, hint: str | None = None):
        super().__init__(f"{message}\nhint: {hint}" if hint else message)
        self.code = code
        self.hint = hint


class Result(NamedTuple):
    """How a command ended, and what it printed."""

    status: int
    stdout: str
    stderr: str


class Ping(NamedTuple):
    ok: bool
    rtt_ms: float | None


class Event(NamedTuple):
    """What hostapd or wpa_supplicant say of themselves."""

    name: str
    text: str
    fields: Mapping[str, str]


class Laboratory:
    """A running laboratory. Use it as a context: it ends with the block, and with this process, however that ends."""

    def __init__(self, path: str, holder: subprocess.Popen | None = None):
        self._holder = holder
        self._numbers = itertools.count(1)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.connect(path)
        self._lines = self._socket.makefile("r", encoding="utf-8", newline="\n")
        version = self.call("version")
        if version["protocol"] != PROTOCOL:
            self.close()
            raise Refused(f"the testbed speaks version {version['protocol']} of the protocol, this client version {PROTOCOL}")
        self.name: str = version["laboratory"]

    @classmethod
    def up(cls, file: str | os.PathLike | None = None, timeout: float = UP_SECONDS) -> Laboratory:
        """Makes the laboratory of the file, or the default one: an access point `ap`, two stations, WPA2."""
        name = f"python-{os.getpid()}-{secrets.token_hex(3)}"
        command = shlex.split(os.environ.get("VWIFI_TESTBED", COMMAND))
        words = ["up", *([os.fspath(file)] if file is not None else []), "--hold", "--name", name]
        words += ["--timeout", str(timeout)]
        # Its standard input ends with this process, and that ends the laboratory.
        holder = subprocess.Popen(
            [*command, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert holder.stdout and holder.stderr
        line = holder.stdout.readline()
        if not line:
            complaint = holder.stderr.read()
            holder.wait()
            raise Refused("\n".join(each for each in complaint.splitlines() if not each.startswith("ok ")).strip())
        return cls(json.loads(line)["socket"], holder)

    def call(self, method: str, **params: Any) -> Any:
        """Calls a method of the daemon: `docs/clients.md` has them all."""
        needed, others = METHODS[method]
        given = {name: value for name, value in params.items() if value is not None}
        wrong = [name for name in given if name not in (*needed, *others)]
        missing = [name for name in needed if name not in given]
        if wrong or missing:
            raise TypeError(f"{method}: {'unknown ' + wrong[0] if wrong else 'missing ' + missing[0]}")
        number = next(self._numbers)
        request = {"jsonrpc": "2.0", "id": number, "method": method, "params": given}
        self._socket.sendall((json.dumps(request) + "\n").encode())
        answer = self._lines.readline()
        if not answer:
            raise Refused(f"{method}: the laboratory is gone", "LAB_GONE")
        reply = json.loads(answer)
        if "error" in reply:
            data = reply["error"].get("data", {})
            raise Refused(reply["error"]["message"], data.get("code"), data.get("hint"))
        return reply["result"]

    def node(self, name: str) -> Node:
        return Node(self, name)

    @property
    def nodes(self) -> list[Node]:
        return [Node(self, each["name"]) for each in self.status()["nodes"]]

    def status(self, ping: bool = False) -> dict:
        return self.call("status", ping=ping)

    def exec(self, argv: Sequence[str], **options: Any) -> Result:
        """Runs a command on the machine that all nodes share: cwd, env, input, timeoutMs."""
        return _result(self.call("exec", argv=list(argv), **options))

    def link(self, sender: str, receiver: str, **settings: Any) -> None:
        """What is special from now on: signalDbm, loss, delayUs, jitterUs, rateBps."""
        self.call("link", **{"from": sender, "to": receiver}, **settings)

    def deny(self, receiver: str, sender: str, denied: bool = True) -> None:
        """Has the receiver drop data of the sender."""
        self.call("deny", receiver=receiver, sender=sender, denied=denied)

    def mark(self) -> None:
        """Remembers how it stands, for `reset`."""
        self.call("mark")

    def reset(self) -> None:
        """Puts the air, the access points and the stations back to the mark."""
        self.call("reset")

    def sleep(self, seconds: float) -> None:
        """Waits in the laboratory's time."""
        self.call("sleep", milliseconds=seconds * 1000)

    def close(self) -> None:
        self._lines.close()
        self._socket.close()
        if self._holder and self._holder.poll() is None:
            assert self._holder.stdin
            self._holder.stdin.close()
            self._holder.wait()

    def __enter__(self) -> Laboratory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Node:
    """One node: commands on it, its daemon, and what tests ask of it."""

    def __init__(self, lab: Laboratory, name: str):
        self.lab = lab
        self.name = name

    def exec(self, argv: Sequence[str], **options: Any) -> Result:
        """Runs a command to its end: cwd, env, input, timeoutMs. A status other than 0 is a result."""
        return _result(self.lab.call("exec", argv=list(argv), node=self.name, **options))

    def ping(self, other: str | Node) -> Ping:
        answer = self.lab.call("ping", **{"from": self.name, "to": _name(other)})
        return Ping(answer["ok"], answer["rttMs"])

    def control(self, command: str) -> str:
        """A command of its hostapd or wpa_supplicant, with the reply."""
        return self.lab.call("control", node=self.name, command=command)

    def event(self, names: Iterable[str], within: float = 10, command: str | None = None) -> Event | None:
        """The next event with one of these names; the command is sent after the listening has begun. None: none came."""
        found = self.lab.call("event", node=self.name, names=list(names), withinMs=within * 1000, command=command)
        return Event(**found) if found else None

    def log(self, lines: int = 20) -> list[str]:
        """The last lines of what its daemon says."""
        return self.lab.call("log", node=self.name, lines=lines)

    def place(self, position: tuple[float, float, float] | None = None, tx_power_dbm: float | None = None) -> None:
        """Moves it, where the laboratory gives it a position; sets what it transmits with."""
        there = dict(zip("xyz", position)) if position else None
        self.lab.call("place", node=self.name, position=there, txPowerDbm=tx_power_dbm)

    @property
    def bssid(self) -> str | None:
        return self._state()["bssid"]

    def connected(self, to: str | Node | None = None, within: float = 10) -> bool:
        """Whether it may send data, to that access point where one is named; waits so many seconds for it."""
        wanted = None if to is None else Node(self.lab, _name(to)).bssid
        return _wait(within, lambda: (s := self._state())["connected"] and wanted in (None, s["bssid"]))

    def reaches(self, other: str | Node, within: float = 5) -> bool:
        """Whether the other one answers its ping; waits so many seconds for it."""
        return _wait(within, lambda: self.ping(other).ok)

    def _state(self) -> dict:
        for each in self.lab.status()["nodes"]:
            if each["name"] == self.name:
                return each
        raise Refused(f"laboratory {self.lab.name} has no node {self.name}", "NO_NODE")

    def __repr__(self) -> str:
        return f"<node {self.name} of {self.lab.name}>"


def _name(node: str | Node) -> str:
    return node if isinstance(node, str) else node.name


def _result(answer: dict) -> Result:
    return Result(answer["status"], answer["stdout"], answer["stderr"])


def _wait(seconds: float, probe) -> bool:
    until = time.monotonic() + seconds
    while True:
        if probe():
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(LOOK_AGAIN)
