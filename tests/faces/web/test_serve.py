from __future__ import annotations

import socket

import pytest

from smallfires.errors import UsageError
from smallfires.faces.web.serve import HOST, listening


def test_only_this_machine_is_listened_to():
    """The server listens on the loopback address, on a port that is free."""
    with listening(0) as place:
        assert place.getsockname()[0] == HOST == "127.0.0.1"


def test_a_port_that_is_taken_is_refused_with_the_way_out():
    """Who asks for a port that another program has is told to name another one."""
    with listening(0) as place:
        place.listen()
        with pytest.raises(UsageError, match="cannot be had") as refused:
            listening(place.getsockname()[1])
    assert "--port" in refused.value.way_out


def test_a_short_answer_is_not_held_back():
    """The protocol of the socket is named: only then does the event loop send short answers at once."""
    with listening(0) as place:
        assert place.proto == socket.IPPROTO_TCP
