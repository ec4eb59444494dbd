"""A client of the vwifi testbed: its daemon speaks JSON-RPC 2.0 on a Unix socket, a message a line."""

from ._client import Event, Laboratory, Node, Ping, Refused, Result

__all__ = ["Event", "Laboratory", "Node", "Ping", "Refused", "Result"]
